import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableAggregate } from './aggregate.ts'

test('gives one map, or a list of groups', async () => {
  const { tables, asked } = askedTables({ found: [{ n: 3 }] })
  const metrics = { n: { count: true }, sum: { sum: 'amount' } }
  expect(await testNode(tableAggregate, { with: { table: 't', metrics }, host: { tables } })).toMatchObject({ output: { n: 3 } })
  const grouped = { table: 't', metrics, groupBy: ['status'], where: { amount: { $gt: 1 } } }
  expect(await testNode(tableAggregate, { with: grouped, host: { tables } })).toMatchObject({ output: [{ n: 3 }] })
  expect(asked).toEqual([
    ['aggregate', 't', { metrics }],
    ['aggregate', 't', { metrics, groupBy: ['status'], where: { amount: { $gt: 1 } } }],
  ])
})

test.each([{ n: {} }, { n: { median: 'a' } }, { n: { sum: 'a', avg: 'b' } }])('metrics %j are refused', async (metrics) => {
  await expect(testNode(tableAggregate, { with: { table: 't', metrics } })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})
