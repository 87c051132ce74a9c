import { StoreError } from '@millrace/store'
import { expect, test } from 'vitest'
import { jsonInPieces } from './json-in-pieces.ts'

const long = (length: number) => 'é"\ud800x'.repeat(length / 4)
const items = (count: number, length = 500) => Array.from({ length: count }, (_, index) => ({ id: index, note: long(length) }))

test.each([
  ['a list of many items', items(10_000)],
  ['a list with few large items among small ones', [1, ...items(3, 2_000_000), null, 'x', ...items(3_000)]],
  ['lists in a map', { a: 1, items: items(3_000), none: undefined, deep: { more: items(3_000), f: () => 1 }, last: [] }],
  ['a map of many members', Object.fromEntries(items(5_000).map((item) => [`"${item.id}"`, item]))],
  ['one long text', long(3_000_000)],
  ['what JSON cannot say in a list', [...items(3_000), undefined, () => 1, Number.NaN, -0, new Date(0)]],
  ['a small value', { a: [1, 2] }],
  ['a map of nothing', { [long(2_000_000)]: undefined }],
  ['what writes itself', { toJSON: () => 'itself', items: items(3_000) }],
  [
    'what writes itself, inside',
    [{ ...items(3_000), toJSON: () => 'itself' }, new Map(), Object.assign(Object.create(null), { a: items(2_000) })],
  ],
  ['lists inside lists', [[[[[[[[[[items(3_000)]]]]]]]]]]],
])('the pieces of %s are the text that JSON gives', (_name, value) => {
  expect(Buffer.concat([...jsonInPieces(value)]).toString() === JSON.stringify(value)).toBe(true)
})

test('no piece is long where the items are short', () => {
  const lengths = [...jsonInPieces({ items: items(10_000, 1_000) })].map(({ length }) => length)
  expect(Math.max(...lengths)).toBeLessThan(2_000_000)
})

test('what cannot be written is refused as ever', () => {
  const cycle: unknown[] = items(3_000)
  cycle.push(cycle)
  for (const value of [cycle, [...items(3_000), 1n]]) expect(() => [...jsonInPieces(value)]).toThrow(StoreError)
})
