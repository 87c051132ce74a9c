import { expect, test } from 'vitest'
import { runAgainst } from '../testing/dynamodb-answers.ts'
import { dynamodbQuery } from './query.ts'

const partition = { name: 'p.q', value: 'x' }
const page = (from: number, to: number, next?: number) => ({
  body: {
    Items: Array.from({ length: to - from }, (_, index) => ({ n: { N: String(from + index) } })),
    ...(next !== undefined && { LastEvaluatedKey: { n: { N: String(next) } } }),
  },
})

test('keys and filter are bound; pages follow each other, empty ones too, until the limit', async () => {
  const params = {
    partition,
    sort: { name: 's', is: 'between', value: ['a', 'b'] },
    where: { path: 'x', is: 'exists' },
    index: 'by-s',
    order: 'descending',
    limit: 3,
  }
  const { requests, ...rest } = await runAgainst(dynamodbQuery, params, [page(0, 2, 1), page(2, 2, 7), page(8, 10, 9)])
  expect(rest).toMatchObject({ value: { output: { items: [{ n: 0 }, { n: 1 }, { n: 8 }], count: 3, more: true } } })
  expect(requests.map(({ body }) => body.ExclusiveStartKey)).toEqual([undefined, { n: { N: '1' } }, { n: { N: '7' } }])
  expect(requests[0]).toEqual({
    operation: 'Query',
    body: {
      TableName: 'tab',
      IndexName: 'by-s',
      ConsistentRead: false,
      ScanIndexForward: false,
      KeyConditionExpression: '#n0 = :v0 AND #n1 BETWEEN :v1 AND :v2',
      FilterExpression: 'attribute_exists(#n2)',
      ExpressionAttributeNames: { '#n0': 'p.q', '#n1': 's', '#n2': 'x' },
      ExpressionAttributeValues: { ':v0': { S: 'x' }, ':v1': { S: 'a' }, ':v2': { S: 'b' } },
    },
  })
})

test('without a filter no more is read than is wanted', async () => {
  const { requests, ...rest } = await runAgainst(dynamodbQuery, { partition, limit: 3 }, [page(0, 2, 1), page(2, 3)])
  expect(rest).toMatchObject({ value: { output: { count: 3, more: false } } })
  expect(requests.map(({ body }) => body.Limit)).toEqual([3, 1])
})

test('more than 16 MiB of items belong into a file', async () => {
  const heavy = { body: { Items: Array.from({ length: 17 }, () => ({ text: { S: 'x'.repeat(1024 * 1024) } })) } }
  expect(await runAgainst(dynamodbQuery, { partition }, [heavy])).toMatchObject({
    error: { name: 'FatalError', code: 'DYNAMODB_TOO_LARGE' },
  })
  expect(await runAgainst(dynamodbQuery, { partition, output: 'ndjson' }, [heavy])).toMatchObject({
    value: { output: { count: 17, more: false, file: { name: 'items.ndjson' } } },
  })
})

test.each([
  { name: 's', is: 'contains', value: 'x' },
  { name: 's', is: 'between', value: 'x' },
])('a sort key cannot be asked for so: %j', (sort) => {
  expect(dynamodbQuery.checkParams({ connection: 'c', table: 'tab', partition, sort })).not.toEqual([])
})
