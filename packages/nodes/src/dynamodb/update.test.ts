import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbUpdate } from './update.ts'

test('every change is bound, and the condition goes along', async () => {
  const params = {
    key: { id: 'a' },
    set: { 'a.b': 1 },
    add: { n: 2 },
    append: { l: ['x'] },
    remove: ['old', 'l.0'],
    condition: { path: 'n', is: 'less-than', value: 9 },
  }
  const { requests } = await runAgainst(dynamodbUpdate, params, [{ body: { Attributes: { id: { S: 'a' } } } }])
  expect(requests).toEqual([
    {
      operation: 'UpdateItem',
      body: {
        TableName: 'tab',
        Key: { id: { S: 'a' } },
        ReturnValues: 'ALL_NEW',
        UpdateExpression: expect.stringMatching(
          /^SET #n\d\.#n\d = :v\d, #n\d = list_append\(if_not_exists\(#n\d, :v\d\), :v\d\) ADD #n\d :v\d REMOVE #n\d, #n\d\[0\]$/,
        ),
        ConditionExpression: expect.stringMatching(/^#n\d < :v\d$/),
        ExpressionAttributeNames: expect.objectContaining({ '#n0': expect.any(String) }),
        ExpressionAttributeValues: expect.objectContaining({ ':v0': expect.any(Object) }),
      },
    },
  ])
})

test('it must change something', () => {
  expect(dynamodbUpdate.checkParams({ connection: 'c', table: 'tab', key: {} })).toMatchObject([{ path: ['set'] }])
})

test('only plain settings are repeated by a replay', () => {
  expect(dynamodbUpdate.effectsOf?.({ set: { a: 1 } })).toBe('idempotent')
  for (const part of ['add', 'append', 'condition']) expect(dynamodbUpdate.effectsOf?.({ set: { a: 1 }, [part]: {} })).toBe('external')
})
