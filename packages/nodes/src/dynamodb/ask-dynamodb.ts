import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { FatalError, type NodeContext, type NodeFailure } from '@millrace/kit'
import type { AwsAccess } from '../aws/aws-access.ts'
import { awsFailures, refusalError } from '../aws/aws-errors.ts'
import { readSigned, sendSigned } from '../aws/send-signed.ts'
import { readAnswer } from '../http/answer.ts'

/** The service gives 1 MB a page, and 16 MB in a batch. */
const answerBytes = 20 * 1024 * 1024

type Operation = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'Scan' | 'BatchWriteItem'

/** One call of the service's JSON protocol. Throws what the step fails with. */
export async function askDynamodb(
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
  access: AwsAccess,
  context: NodeContext<unknown>,
): Promise<JsonObject> {
  const url = new URL(access.endpoint)
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` }
  const response = await sendSigned({ method: 'POST', url, headers, body: JSON.stringify(body) }, access, context)
  const { bytes } = await readSigned(response, context, url.host, () => readAnswer(response, url.origin, answerBytes))
  const answer = parse(new TextDecoder().decode(bytes))
  if (!response.ok) throw dynamodbError(response.status, answer)
  if (isJsonObject(answer)) return answer
  throw new FatalError(`${url.host} does not answer as DynamoDB does: check the endpoint of the connection.`, { code: 'AWS_REFUSED' })
}

export const conditionFailure: NodeFailure = {
  code: 'CONDITION_FAILED',
  when: 'The item is not as `condition` wants it; nothing was changed. A retry does not help.',
}

export const dynamodbFailures: readonly NodeFailure[] = awsFailures

function dynamodbError(status: number, answer: Json): Error {
  const said = isJsonObject(answer) ? answer : {}
  // E.g. com.amazonaws.dynamodb.v20120810#ResourceNotFoundException
  const code = String(said.__type ?? '').replace(/^.*#/, '')
  const message = String(said.message ?? said.Message ?? '')
  if (code === 'ConditionalCheckFailedException') {
    return new FatalError('The item is not as the condition wants it, so nothing was changed.', { code: 'CONDITION_FAILED' })
  }
  return refusalError('DynamoDB', { status, code, message })
}

function parse(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's page, or nothing at all: the status has to tell.
    return null
  }
}
