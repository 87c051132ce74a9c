import type { Json, JsonObject } from '@millrace/engine'
import type { NodeType } from '@millrace/kit'
import { type NodeTrial, testNode } from '@millrace/kit/testing'
import { awsHost } from './aws-host.ts'
import { openLocalServer } from './local-server.ts'

export interface Answered {
  readonly status?: number
  readonly body: Json
}

/** Runs a node against a server that gives these answers in turn, and tells what it was asked. */
export async function runAgainst(node: NodeType, params: JsonObject, answers: readonly Answered[], trial: Partial<NodeTrial> = {}) {
  const left = [...answers]
  await using server = await openLocalServer((_request, response) => {
    const { status = 200, body } = left.shift() ?? { status: 500, body: 'The test has no more answers' }
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const result = await testNode(node, {
    with: { connection: 'aws', table: 'tab', ...params },
    host: awsHost(server.url),
    fetch,
    ...trial,
  }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  const requests = server.requests.map(({ headers, body }) => ({
    operation: String(headers['x-amz-target']).replace('DynamoDB_20120810.', ''),
    body: JSON.parse(body),
  }))
  return { ...result, requests }
}
