import { expect, test } from 'vitest'
import { table } from './table.ts'

test.each([{}, { table: 'a.b' }, { table: 'a*' }, { table: '' }])('%j names no table', (written) => {
  expect(table.checkParams(written)).toMatchObject([{ path: ['table'] }])
})

test.each([
  [{}, ['table.orders.*']],
  [{ events: 'created' }, ['table.orders.created']],
  [{ events: ['updated', 'deleted'] }, ['table.orders.updated', 'table.orders.deleted']],
])('with %j it hears %j', (more, names) => {
  expect(table.hears?.({ table: 'orders', ...more }, 'w').names).toEqual(names)
})

const tags = { added: ['a'], removed: [], addedCount: 1, removedCount: 0, wasEmpty: true, isEmpty: false }

test.each([
  ['updated', { record: { id: 'r', n: 2 }, before: { id: 'r', n: 1 } }, { record: { id: 'r', n: 2 }, before: { id: 'r', n: 1 } }],
  [
    'updated',
    { record: { id: 'r' }, before: { id: 'r' }, relations: { tags } },
    { record: { id: 'r' }, before: { id: 'r' }, relations: { tags } },
  ],
  ['created', { record: { id: 'r' }, before: null }, { record: { id: 'r' }, before: null }],
  ['deleted', { record: null, before: { id: 'r', n: 1 } }, { record: { id: 'r', n: 1 }, before: { id: 'r', n: 1 } }],
])('a record that is %s comes as it is, or was last', (event, data, told) => {
  const heard = table.hears?.({ table: 'orders' }, 'w').data({ id: 'e', name: `table.orders.${event}`, data, at: 0, source: {} })
  expect(heard).toEqual({ event, table: 'orders', recordId: 'r', at: '1970-01-01T00:00:00.000Z', source: {}, relations: {}, ...told })
})
