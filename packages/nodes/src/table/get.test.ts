import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableGet } from './get.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('goes on over success with the record, over missing without one', async () => {
  const found = askedTables({ found: record })
  const params = { table: 't', id: '018f', include: ['home'] }
  expect(await testNode(tableGet, { with: params, host: found })).toMatchObject({ output: record })
  expect(found.asked).toEqual([['record', 't', '018f', { include: ['home'] }]])
  expect(await testNode(tableGet, { with: params, host: askedTables() })).toMatchObject({ port: 'missing', output: null })
})
