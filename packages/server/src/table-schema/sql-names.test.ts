import { expect, test } from 'vitest'
import { createSqlNames } from './sql-names.ts'

test('what is made beside tables is never called like one of them, or like each other', () => {
  const names = createSqlNames([{ name: 'a' }, { name: 'a_b' }, { name: 'a_b_c' }, { name: 'a_pkey' }])
  const made = [names.made('join', 'a_b', 'c'), names.made('join', 'a', 'b_c'), names.made('pkey', 'a'), names.made('join', 'a', 'pkey')]
  expect(new Set([...made, 'a', 'a_b', 'a_b_c', 'a_pkey']).size).toBe(8)
  expect(made[0]).toMatch(/^a_b_c_[0-9a-f]{8}$/)
  expect(names.made('join', 'a_b', 'c')).toBe(made[0])
  expect(names.made('idx', 'a', 'b')).toBe('a_b_idx')
})

test('a column that is called like one of PostgreSQL itself gets a free name', () => {
  const names = createSqlNames([])
  const columns = [
    { name: 'ctid', type: 'string' },
    { name: 'ctid_', type: 'string' },
  ] as const
  expect(columns.map(({ name }) => names.column({ columns }, name))).toEqual(['ctid__', 'ctid_'])
})
