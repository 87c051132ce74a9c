import { expect, test } from 'vitest'
import { readFormat, tableNameOf } from './transfer-format.ts'

test('a file says by its name and its beginning what it is', () => {
  expect(readFormat('a.csv', 'x,y\n1,2')).toEqual({ format: 'csv' })
  expect(readFormat('a.tsv', 'x\ty')).toEqual({ format: 'csv', delimiter: '\t' })
  expect(readFormat('a.json', ' [{}]')).toEqual({ format: 'json' })
  expect(readFormat('a.json', '{"a":1}\n{"a":2}')).toEqual({ format: 'ndjson' })
  expect(readFormat('a.JSONL', '')).toEqual({ format: 'ndjson' })
})

test('a table is called as its file, as far as it can be', () => {
  expect(tableNameOf('Orders 2027-03.csv')).toBe('orders_2027_03')
  expect(tableNameOf('2027 orders (1).csv')).toBe('orders_1')
  expect(tableNameOf('???.csv')).toBe('')
})
