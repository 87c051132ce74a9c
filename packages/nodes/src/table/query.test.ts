import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableQuery } from './query.ts'

test('asks for a page, and for the count only when told', async () => {
  const { tables, asked } = askedTables({ found: { items: [{ id: '018f' }], nextCursor: 'c' } })
  const page = { items: [{ id: '018f' }], nextCursor: 'c' }
  expect(await testNode(tableQuery, { with: { table: 't' }, host: { tables } })).toMatchObject({ output: page })
  const where = { age: { $gt: 3 } }
  const params = { table: 't', where, sort: ['-age'], limit: 2, cursor: 'c', select: ['age'], include: ['home'], count: true }
  expect(await testNode(tableQuery, { with: params, host: { tables } })).toMatchObject({ output: { ...page, count: 7 } })
  expect(asked).toEqual([
    ['query', 't', { limit: 100 }],
    ['query', 't', { limit: 2, where, sort: ['-age'], cursor: 'c', select: ['age'], include: ['home'] }],
    ['count', 't', where],
  ])
})
