import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableRelate } from './relate.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('adds and removes in one write, with the key of the step', async () => {
  const { tables, asked } = askedTables({ written: [{ record }, { record }] })
  const place = { table: 'post', id: '018f', column: 'tags' }
  const trial = { host: { tables }, idempotencyKey: 'e1:a', with: { ...place, add: ['a', 'b'], remove: ['b', 'c'] } }
  expect(await testNode(tableRelate, trial)).toMatchObject({ output: record })
  expect(asked).toEqual([
    ['e1:a', { type: 'remove-relation', ...place, targets: ['c'] }, { type: 'add-relation', ...place, targets: ['a', 'b'] }],
  ])
})

test('needs something to add or to remove', () => {
  const place = { table: 'post', id: '018f', column: 'tags' }
  expect(tableRelate.checkParams(place)).toMatchObject([{ path: ['add'] }])
  expect(tableRelate.checkParams({ ...place, remove: [] })).toEqual([])
})
