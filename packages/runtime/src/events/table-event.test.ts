import { expect, test } from 'vitest'
import { createTableEvents } from './table-event.ts'

const change = {
  account: 'acme',
  table: 'orders',
  type: 'updated',
  record: { id: 'r', n: 2 },
  before: { id: 'r', n: 1 },
  at: 7,
  order: 1,
} as const

test('tells of a change where a trigger listens for it, and of no other', () => {
  const eventOf = createTableEvents({ hears: (account, name) => account === 'acme' && name === 'table.orders.updated' })
  expect(eventOf(change, { by: 'ada' }, 2)).toEqual({
    account: 'acme',
    id: expect.stringMatching(/^\w{26}$/),
    name: 'table.orders.updated',
    data: { record: { id: 'r', n: 2 }, before: { id: 'r', n: 1 } },
    at: 7,
    source: { by: 'ada' },
    depth: 3,
  })
  const relations = { tags: { added: ['a'], removed: [], addedCount: 1, removedCount: 0, wasEmpty: true, isEmpty: false } }
  expect(eventOf({ ...change, relations }, {}, 0)?.data).toMatchObject({ record: { n: 2 }, relations })
  expect(eventOf({ ...change, type: 'deleted' }, {}, 0)).toBeUndefined()
  expect(eventOf({ ...change, account: 'globex' }, {}, 0)).toBeUndefined()
})
