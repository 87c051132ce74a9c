import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbScan } from './scan.ts'

test('reads the whole table, without what has ended', async () => {
  const params = { ttlAttribute: 'ends.at', fields: ['id'] }
  const { requests, ...rest } = await runAgainst(dynamodbScan, params, [{ body: { Items: [{ id: { S: 'a' } }] } }], { now: 5000 })
  expect(rest).toMatchObject({ value: { output: { items: [{ id: 'a' }], count: 1, more: false } } })
  expect(requests).toEqual([
    {
      operation: 'Scan',
      body: {
        TableName: 'tab',
        ConsistentRead: false,
        FilterExpression: '(NOT attribute_type(#n0, :v0) OR #n0 > :v1)',
        ProjectionExpression: '#n1',
        ExpressionAttributeNames: { '#n0': 'ends.at', '#n1': 'id' },
        ExpressionAttributeValues: { ':v0': { S: 'N' }, ':v1': { N: '5' } },
      },
    },
  ])
})
