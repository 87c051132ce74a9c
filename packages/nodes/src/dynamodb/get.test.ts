import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbGet } from './get.ts'

const key = { id: 'a' }

test('asks for fields, one of them that of the time to live, and leaves that out again', async () => {
  const answer = { Item: { id: { S: 'a' }, 'ends.at': { N: '99999999999' } } }
  const { requests, ...rest } = await runAgainst(dynamodbGet, { key, fields: ['id', 'lines.0.sku'], ttlAttribute: 'ends.at' }, [
    { body: answer },
  ])
  expect(rest).toMatchObject({ value: { output: { id: 'a' } } })
  expect(requests).toEqual([
    {
      operation: 'GetItem',
      body: {
        TableName: 'tab',
        Key: { id: { S: 'a' } },
        ConsistentRead: false,
        ProjectionExpression: '#n0, #n1[0].#n2, #n3',
        ExpressionAttributeNames: { '#n0': 'id', '#n1': 'lines', '#n2': 'sku', '#n3': 'ends.at' },
      },
    },
  ])
})

test.each([
  ['ThrottlingException', 400, 'RetryableError', 'AWS_FAILED'],
  ['ProvisionedThroughputExceededException', 400, 'RetryableError', 'AWS_FAILED'],
  ['InternalServerError', 500, 'RetryableError', 'AWS_FAILED'],
  ['AccessDeniedException', 400, 'FatalError', 'AWS_REFUSED'],
  ['ValidationException', 400, 'FatalError', 'AWS_REFUSED'],
  ['ResourceNotFoundException', 400, 'FatalError', 'AWS_REFUSED'],
])('%s is a %s', async (said, status, name, code) => {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${said}`, message: 'words of the service' }
  expect(await runAgainst(dynamodbGet, { key }, [{ status, body }])).toMatchObject({
    error: { name, code, message: expect.stringContaining(`${said}: words of the service`), details: { status, code: said } },
  })
})

test('what is no DynamoDB is told by its status, or as such', async () => {
  const page = '<html>'
  expect(await runAgainst(dynamodbGet, { key }, [{ status: 503, body: page }])).toMatchObject({ error: { name: 'RetryableError' } })
  expect(await runAgainst(dynamodbGet, { key }, [{ body: page }])).toMatchObject({
    error: { code: 'AWS_REFUSED', message: expect.stringContaining('endpoint') },
  })
})

test.each(['a', 'a/b', '../x', ''])('%j is no table', (table) => {
  expect(dynamodbGet.checkParams({ connection: 'aws', table, key })).toMatchObject([{ path: ['table'] }])
})
