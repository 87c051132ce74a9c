import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbPut } from './put.ts'

test('writes the item with the second when it ends, rounded up', async () => {
  const params = { item: { id: 'a' }, ttl: { attribute: 'ends', after: '1500ms' }, condition: { path: 'id', is: 'not-exists' } }
  const { requests } = await runAgainst(dynamodbPut, params, [{ body: {} }], { now: 1_000_000 })
  expect(requests).toEqual([
    {
      operation: 'PutItem',
      body: {
        TableName: 'tab',
        Item: { id: { S: 'a' }, ends: { N: '1002' } },
        ConditionExpression: 'attribute_not_exists(#n0)',
        ExpressionAttributeNames: { '#n0': 'id' },
      },
    },
  ])
})

test('a condition that does not hold has a code of its own', async () => {
  const body = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'The conditional request failed' }
  expect(await runAgainst(dynamodbPut, { item: { id: 'a' } }, [{ status: 400, body }])).toMatchObject({
    error: { name: 'FatalError', code: 'CONDITION_FAILED' },
  })
})

test('with a condition it is not done twice by a replay', () => {
  expect(dynamodbPut.effectsOf?.({ item: {} })).toBe('idempotent')
  expect(dynamodbPut.effectsOf?.({ item: {}, condition: { path: 'id', is: 'exists' } })).toBe('external')
})
