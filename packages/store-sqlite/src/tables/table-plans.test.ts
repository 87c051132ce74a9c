import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Condition, createTableStore, type KeptColumn, type KeptTable, type SortKey, type Test } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { conditionSql } from './condition-sql.ts'
import { behindSql, orderSql } from './place-sql.ts'
import { createSqliteTables } from './sqlite-tables.ts'

const city: KeptColumn = { id: 1, name: 'city', type: 'string', index: true }
const code: KeptColumn = { id: 2, name: 'code', type: 'string', unique: true }
const amount: KeptColumn = { id: 3, name: 'amount', type: 'number', index: true }
const id: KeptColumn = { id: -1, name: 'id', type: 'string', required: true }
const table: KeptTable = {
  id: 1,
  account: 'acme',
  name: 't',
  columns: [city, code, amount],
  isLocked: false,
  nextColumn: 4,
  createdAt: 1,
  updatedAt: 1,
}

const on = (column: KeptColumn, given: Test): Condition => ({ type: 'test', field: { column, path: [] }, test: given, isNegated: false })
const by = (...columns: readonly KeptColumn[]): readonly SortKey[] => columns.map((column) => ({ column, isDescending: false }))

async function plan(where: Condition, sort: readonly SortKey[], after?: readonly string[], indexes?: 'by-id'): Promise<string> {
  const file = join(temporaryDirectory(), 'millrace.db')
  const connection = openConnection(file)
  migrate(connection, file)
  const columns = table.columns.map(({ id: _, ...column }) => column)
  await createTableStore(createSqliteTables(connection), () => undefined).create('acme', { name: 't', columns }, 1)
  connection.close()
  const database = new DatabaseSync(file)
  onTestFinished(() => database.close())
  const condition = conditionSql(table, where, indexes)
  const place = after === undefined ? { text: '1', values: [] } : behindSql(sort, after)
  const sql = `EXPLAIN QUERY PLAN SELECT id, c1, c2, c3 FROM records_1 WHERE ${condition.text} AND ${place.text} ORDER BY ${orderSql(sort)} LIMIT 10`
  const rows = database.prepare(sql).all(...condition.values, ...place.values)
  return rows.map(({ detail }) => String(detail)).join('; ')
}

const everything: Condition = { type: 'all', of: [] }
const inRome = on(city, { type: 'equals', value: 'Rome' })

test.each<[string, Condition, readonly SortKey[], string]>([
  ['one value, in the order of creation', inRome, by(id), 'SEARCH records_1 USING INDEX records_1_by_1 (c1=?)'],
  [
    'a beginning',
    on(city, { type: 'starts-with', text: 'Ro' }),
    by(city, id),
    'SEARCH records_1 USING INDEX records_1_by_1 (c1>? AND c1<?)',
  ],
  [
    'a range, in its order',
    on(amount, { type: 'compares', operator: '>=', value: 5 }),
    by(amount, id),
    'SEARCH records_1 USING INDEX records_1_by_3 (c3>?)',
  ],
  ['a unique value', on(code, { type: 'equals', value: 'x' }), by(id), 'SEARCH records_1 USING INDEX records_1_by_2 (c2=?)'],
  ['everything, by an index', everything, by(amount, id), 'SCAN records_1 USING INDEX records_1_by_3'],
  [
    'two conditions',
    { type: 'all', of: [inRome, on(amount, { type: 'exists' })] },
    by(id),
    'SEARCH records_1 USING INDEX records_1_by_1 (c1=?)',
  ],
])('%s goes by its index, and nothing is sorted', async (_, where, sort, expected) => {
  expect(await plan(where, sort)).toBe(expected)
})

test('the plain beginning of a regular expression goes by its index', async () => {
  const where = on(city, { type: 'matches', pattern: '^Ro.*e$', flags: '' })
  expect(await plan(where, by(id))).toContain('SEARCH records_1 USING INDEX records_1_by_1 (c1>? AND c1<?)')
})

const between = (from: string, to: string): Condition => ({
  type: 'all',
  of: [on(city, { type: 'compares', operator: '>=', value: from }), on(city, { type: 'compares', operator: '<', value: to })],
})

test.each<[string, Condition]>([
  ['a range', between('A', 'M')],
  ['a list', on(city, { type: 'in', values: ['Rome', 'Oslo'] })],
  ['one or the other', { type: 'any', of: [inRome, on(code, { type: 'equals', value: 'x' })] }],
])('%s of which there are many pages is sorted for the first ones, and for no other', async (_, where) => {
  expect(await plan(where, by(id))).toContain('B-TREE')
  const later = await plan(where, by(id), ['0'.repeat(24)], 'by-id')
  expect(later).toMatch(/^SEARCH records_1 USING INDEX sqlite_autoindex_records_1_1 \(id>\?\)$/)
})

test('one value of which there are many pages goes by its index to the end', async () => {
  const both: Condition = { type: 'all', of: [inRome, on(code, { type: 'starts-with', text: 'x' })] }
  expect(await plan(both, by(id), ['0'.repeat(24)], 'by-id')).toBe('SEARCH records_1 USING INDEX records_1_by_1 (c1=? AND id>?)')
})

test('the next page begins where the one before ended', async () => {
  const next = '0'.repeat(24)
  expect(await plan(everything, by(id), [next])).toMatch(/^SEARCH records_1 USING INDEX sqlite_autoindex_records_1_1 \(id>\?\)$/)
  expect(await plan(everything, by(city, id), ['Rome', next])).toBe('SEARCH records_1 USING INDEX records_1_by_1 (c1>?)')
  expect(await plan(inRome, by(id), [next])).toBe('SEARCH records_1 USING INDEX records_1_by_1 (c1=? AND id>?)')
})
