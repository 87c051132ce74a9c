import { expect, test } from 'vitest'
import type { Column } from './column.ts'
import { bothWheres, operatorsOf, readWhere, rowMistake, searchWhere, toWhere } from './filter.ts'

const columns: readonly Column[] = [
  { name: 'email', type: 'string' },
  { name: 'age', type: 'number' },
  { name: 'seen', type: 'date' },
  { name: 'active', type: 'boolean' },
  { name: 'data', type: 'json' },
  { name: 'company', type: 'pointer', table: 'company' },
  { name: 'tags', type: 'relation', table: 'tag' },
  { name: 'home', type: 'geoPoint' },
]

test('rows stand for a condition, and a condition for rows', () => {
  const conditions = [
    { email: 'ada@example.com' },
    { email: { contains: '%' }, age: { greaterThan: 30 } },
    { and: [{ age: { greaterThan: 30 } }, { age: { lessThan: 40 } }] },
    { or: [{ active: true }, { email: { exists: false } }] },
    { age: { containedIn: [1, 2, 3] } },
    { seen: { greaterThanOrEqualTo: '2027-03-01T00:00:00.000Z' } },
    { data: { contains: 'red' } },
    { data: { equalTo: { a: 1 } } },
    { company: '018f2c5e1a00000000000001' },
    { tags: { pointsTo: '018f2c5e1a00000000000001' } },
    { home: { equalTo: { latitude: 1, longitude: 2 } } },
  ]
  for (const where of conditions) {
    const filter = readWhere(where, columns)
    expect(filter, JSON.stringify(where)).toBeDefined()
    expect(filter && toWhere(filter, columns)).toEqual(where)
  }
})

test('a condition that rows cannot show is not shown in part', () => {
  const conditions = [
    { not: { email: 'a' } },
    { age: { greaterThan: 1, lessThan: 4 } },
    { or: [{ email: 'a', age: 1 }, { age: 2 }] },
    { email: { containedIn: ['a, b', 'c'] } },
    { email: { matchesRegex: 'a', options: 'i' } },
    { 'data.city': 'Rome' },
    { nowhere: 1 },
    { or: [], age: 1 },
  ]
  for (const where of conditions) expect(readWhere(where, columns), JSON.stringify(where)).toBeUndefined()
})

test('a row that is not finished asks for nothing, and one that cannot be says why', () => {
  const row = { column: 'age', operator: 'equalTo', text: '' } as const
  expect(toWhere({ how: 'all', rows: [row] }, columns)).toBeUndefined()
  expect(rowMistake(row, columns)).toBeUndefined()
  expect(rowMistake({ ...row, text: 'old' }, columns)).toMatch('A number')
  expect(toWhere({ how: 'all', rows: [{ ...row, text: 'old' }] }, columns)).toBeUndefined()
  expect(rowMistake({ ...row, column: 'gone' }, columns)).toMatch('gone')
})

test('words are offered where the column has an index of them', () => {
  const [first] = operatorsOf({ name: 'text', type: 'string', search: true })
  expect(first?.value).toBe('search')
  expect(operatorsOf({ name: 'seen', type: 'date' }).map(({ label }) => label)).toContain('before')
})

test('a search goes by the index of words, else through all texts, and by numbers and ids', () => {
  expect(searchWhere('  ', columns)).toBeUndefined()
  expect(searchWhere('a.b', columns)).toEqual({ or: [{ email: { matchesRegex: 'a\\.b', options: 'i' } }] })
  expect(searchWhere('36', columns)).toEqual({ or: [{ email: { matchesRegex: '36', options: 'i' } }, { age: 36 }] })
  expect(searchWhere('red wi', [{ name: 'text', type: 'string', search: true }])).toEqual({ or: [{ text: { search: 'red wi*' } }] })
  expect(searchWhere('018f2c5e1a00000000000001', columns)).toEqual({ id: '018f2c5e1a00000000000001' })
  expect(searchWhere('x', [{ name: 'age', type: 'number' }])).toEqual({ id: { containedIn: [] } })
  expect(bothWheres({ a: 1 }, { b: 2 })).toEqual({ and: [{ a: 1 }, { b: 2 }] })
})
