import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableDelete } from './delete.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('deletes one by its id, or all that fit, and never all for want of a condition', async () => {
  const one = askedTables({ written: [{ record }] })
  const many = askedTables({ written: [{ count: 3 }] })
  const trial = { idempotencyKey: 'e1:a' }
  expect(await testNode(tableDelete, { ...trial, host: one, with: { table: 't', id: '018f' } })).toMatchObject({ output: record })
  expect(await testNode(tableDelete, { ...trial, host: many, with: { table: 't', where: { n: 1 } } })).toMatchObject({
    output: { count: 3 },
  })
  expect([...one.asked, ...many.asked]).toEqual([
    ['e1:a', { type: 'delete', table: 't', id: '018f' }],
    ['e1:a', { type: 'delete-where', table: 't', where: { n: 1 } }],
  ])
  await expect(testNode(tableDelete, { host: one, with: { table: 't' } })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})
