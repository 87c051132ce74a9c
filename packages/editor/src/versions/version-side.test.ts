import { expect, test } from 'vitest'
import { firstSides, readSide, sideBefore } from './version-side.ts'

const version = (number: number) => ({ version: number, hash: 'abc', publishedAt: '2026-01-01T00:00:00.000Z' })
const three = [version(3), version(2), version(1)]

test('an address names versions by number and the draft by its word, and nothing else', () => {
  expect(['3', 'draft', '0', '-1', '1e3', 'newest', null].map(readSide)).toEqual([3, 'draft', ...Array(5).fill(undefined)])
})

test('first one sees what the draft changes, else what the newest version has changed', () => {
  expect(firstSides(three, { revision: 4, base: { version: 2 } })).toEqual([2, 'draft'])
  expect(firstSides(three, { revision: 0, base: { version: 3 } })).toEqual([2, 3])
  expect(firstSides([version(1)], { revision: 0, base: { version: 1 } })).toEqual([undefined, 1])
  expect(firstSides([], { revision: 1, base: null })).toEqual([undefined, 'draft'])
})

test('before a version stands the one published before it, before the draft the one it was made from', () => {
  expect(sideBefore(3, three, 3)).toBe(2)
  expect(sideBefore(1, three, 3)).toBeUndefined()
  expect(sideBefore('draft', three, 2)).toBe(2)
})
