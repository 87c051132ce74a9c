import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { openLocalServer } from '../testing/local-server.ts'
import { graphqlRequest } from './request.ts'

const query = 'query Q($a: Int) { x(a: $a) } # {{ this stays }}'

async function ask(status: number, body: Json, params: Record<string, Json> = {}) {
  await using server = await openLocalServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const result = await testNode(graphqlRequest, { with: { url: server.url, query, ...params }, fetch })
  return { result, requests: server.requests }
}

test('sends query and variables apart, and gives out the data', async () => {
  const { result, requests } = await ask(200, { data: { x: 1 } }, { variables: { a: '"}' }, operation: 'Q' })
  expect(result).toEqual({ type: 'done', output: { x: 1 } })
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ query, variables: { a: '"}' }, operationName: 'Q' })
  expect(requests[0]?.headers['idempotency-key']).toBe('test-idempotency-key')
})

const errors = [{ message: 'no field x' }]

test.each([200, 400, 500])('errors with status %d fail for good, and say what the server says', async (status) => {
  await expect(ask(status, { data: null, errors })).rejects.toMatchObject({
    name: 'FatalError',
    code: 'GRAPHQL_ERRORS',
    message: expect.stringContaining('no field x'),
    details: { errors, data: null },
  })
})

test('errors can be let through', async () => {
  const { result } = await ask(200, { data: { x: null }, errors }, { allowErrors: true })
  expect(result).toMatchObject({ output: { data: { x: null }, errors } })
})

test('a status without errors is the error that it is for http.request', async () => {
  await expect(ask(503, { oops: 1 })).rejects.toMatchObject({ name: 'RetryableError', code: 'HTTP_STATUS' })
  await expect(ask(404, { oops: 1 })).rejects.toMatchObject({ name: 'FatalError', code: 'HTTP_STATUS' })
})

test('an answer that is not one of GraphQL is told', async () => {
  await expect(ask(200, [1])).rejects.toMatchObject({ code: 'GRAPHQL_ERRORS', message: expect.stringContaining('Check the URL') })
})

test('a query reads, a mutation does not', () => {
  expect(graphqlRequest.effectsOf?.({ query })).toBe('read')
  expect(graphqlRequest.effectsOf?.({ query: '{ x }' })).toBe('read')
  expect(graphqlRequest.effectsOf?.({ query: 'mutation { y }' })).toBe('external')
})
