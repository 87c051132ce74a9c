import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableUpdate } from './update.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('changes one by its id, or all that fit', async () => {
  const { tables, asked } = askedTables({ written: [{ record }] })
  const trial = { host: { tables }, idempotencyKey: 'e1:a' }
  const changes = { n: null }
  expect(await testNode(tableUpdate, { ...trial, with: { table: 't', id: '018f', changes } })).toMatchObject({ output: record })
  const all = { ...trial, host: askedTables({ written: [{ count: 3 }] }) }
  expect(await testNode(tableUpdate, { ...all, with: { table: 't', where: {}, changes } })).toMatchObject({ output: { count: 3 } })
  expect(asked).toEqual([['e1:a', { type: 'update', table: 't', id: '018f', changes }]])
  expect(all.host.asked).toEqual([['e1:a', { type: 'update-where', table: 't', where: {}, changes }]])
})

test('needs one of id and where', () => {
  expect(tableUpdate.checkParams({ table: 't', changes: {} })).toMatchObject([{ path: ['id'] }])
  expect(tableUpdate.checkParams({ table: 't', changes: {}, id: 'a', where: {} })).toMatchObject([{ path: ['where'] }])
})
