import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { askedTables } from '../testing/asked-tables.ts'
import { tableCreate } from './create.ts'

const record = { id: '018f', createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

test('writes one record or a list, in one write with the key of the step', async () => {
  const { tables, asked } = askedTables({ written: [{ record }] })
  const trial = { host: { tables }, idempotencyKey: 'e1:a' }
  expect(await testNode(tableCreate, { ...trial, with: { table: 't', record: { n: 1 } } })).toMatchObject({ output: record })
  expect(await testNode(tableCreate, { ...trial, with: { table: 't', record: [{ n: 1 }, { n: 2 }] } })).toMatchObject({ output: [record] })
  const insert = (n: number) => ({ type: 'insert', table: 't', record: { n } })
  expect(asked).toEqual([
    ['e1:a', insert(1)],
    ['e1:a', insert(1), insert(2)],
  ])
})

test.each([{ record: 'x' }, { record: ['x'] }, {}, { record: {}, id: 'a' }])('%j is refused', async (params) => {
  await expect(testNode(tableCreate, { with: { table: 't', ...params } })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})
