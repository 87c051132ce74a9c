import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbDelete } from './delete.ts'

test('gives what was there, or null', async () => {
  const answers = [{ body: { Attributes: { id: { S: 'a' }, n: { N: '1' } } } }]
  const { requests, ...rest } = await runAgainst(dynamodbDelete, { key: { id: 'a' } }, answers)
  expect(rest).toMatchObject({ value: { output: { id: 'a', n: 1 } } })
  expect(requests).toEqual([{ operation: 'DeleteItem', body: { TableName: 'tab', Key: { id: { S: 'a' } }, ReturnValues: 'ALL_OLD' } }])
  expect(await runAgainst(dynamodbDelete, { key: { id: 'a' } }, [{ body: {} }])).toMatchObject({ value: { output: null } })
})
