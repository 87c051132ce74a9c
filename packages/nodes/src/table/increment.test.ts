import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableIncrement } from './increment.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('adds with the key of the step', async () => {
  const { tables, asked } = askedTables({ written: [{ record }] })
  const params = { table: 't', id: '018f', by: { n: -2 } }
  expect(await testNode(tableIncrement, { with: params, host: { tables }, idempotencyKey: 'e1:a' })).toMatchObject({ output: record })
  expect(asked).toEqual([['e1:a', { type: 'increment', ...params }]])
  await expect(testNode(tableIncrement, { with: { ...params, by: { n: '2' } } })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})
