import { expect, test } from 'vitest'
import { namesTable } from './names-table.ts'

test('a table is named by triggers and nodes of its kind, however deep they stand', () => {
  const inner = { loop: { type: 'for-each', nodes: { put: { type: 'table.create', with: { table: 'order' } } } } }
  expect(namesTable({ nodes: inner }, 'order')).toBe(true)
  expect(namesTable({ triggers: { changed: { type: 'table', with: { table: 'order' } } } }, 'order')).toBe(true)
  expect(namesTable({ nodes: inner }, 'orders')).toBe(false)
  expect(namesTable({ nodes: { put: { type: 'dynamodb.put', with: { table: 'order' } } } }, 'order')).toBe(false)
  expect(namesTable({ nodes: { put: { type: 'table.create', with: { table: '{{ input.table }}' } } } }, 'order')).toBe(false)
})
