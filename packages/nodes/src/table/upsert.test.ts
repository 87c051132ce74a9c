import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableUpsert } from './upsert.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('says whether the record is new', async () => {
  const { tables, asked } = askedTables({ written: [{ record, isNew: true }] })
  const params = { table: 't', by: 'email', record: { email: 'a' } }
  const result = await testNode(tableUpsert, { with: params, host: { tables }, idempotencyKey: 'e1:a' })
  expect(result).toMatchObject({ output: { record, isNew: true } })
  expect(asked).toEqual([['e1:a', { type: 'upsert', ...params }]])
})
