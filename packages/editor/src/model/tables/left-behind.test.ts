import { expect, test } from 'vitest'
import { leadingTo, leadsToWhere, leftBehind } from './left-behind.ts'

const tables = [
  {
    name: 'orders',
    columns: [
      { name: 'total', type: 'number' },
      { name: 'customer', type: 'pointer', table: 'customers' },
      { name: 'item', type: 'pointer', table: 'items' },
    ],
  },
  { name: 'clubs', columns: [{ name: 'members', type: 'relation', table: 'customers' }] },
  { name: 'customers', columns: [{ name: 'friend', type: 'pointer', table: 'customers' }] },
] as const

test('pointers and relations that lead to a table are found wherever they stand', () => {
  expect(leadingTo(tables, 'customers')).toEqual([
    { table: 'orders', column: 'customer', type: 'pointer' },
    { table: 'clubs', column: 'members', type: 'relation' },
    { table: 'customers', column: 'friend', type: 'pointer' },
  ])
})

test('of the table itself only what stays is counted', () => {
  const deleted = { table: 'customers', ids: ['a', 'b'] }
  expect(leadsToWhere({ table: 'orders', column: 'customer', type: 'pointer' }, deleted)).toEqual({ customer: { containedIn: ['a', 'b'] } })
  expect(leadsToWhere({ table: 'customers', column: 'friend', type: 'pointer' }, deleted)).toEqual({
    friend: { containedIn: ['a', 'b'] },
    id: { notContainedIn: ['a', 'b'] },
  })
})

test('what is left behind is said with its number, and nothing of what leads nowhere near', () => {
  const told = leftBehind(
    [
      { table: 'orders', column: 'customer', type: 'pointer', count: 1200 },
      { table: 'clubs', column: 'members', type: 'relation', count: 1 },
      { table: 'customers', column: 'friend', type: 'pointer', count: 0 },
    ],
    'them',
  )
  expect(told).toEqual([
    '1,200 records of orders point to them by customer: that leads nowhere then.',
    '1 record of clubs loses them from members.',
  ])
  expect(leftBehind([{ table: 'clubs', column: 'members', type: 'relation', count: 2 }], 'it')).toEqual([
    '2 records of clubs lose it from members.',
  ])
})
