import { expect, test } from 'vitest'
import { createRecordIds } from './record-id.ts'

test('a hundred thousand ids are different and in order, within a millisecond and with a clock that goes back', () => {
  const nextId = createRecordIds()
  const ids = Array.from({ length: 100_000 }, (_, index) => nextId(1_800_000_000_000 - Math.floor(index / 1_000)))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
  expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true)
})

test('an id begins with its time', () => {
  const nextId = createRecordIds()
  expect(Number.parseInt(nextId(1_800_000_000_000).slice(0, 12), 16)).toBe(1_800_000_000_000)
  expect(nextId(1_800_000_000_001) > nextId(1_800_000_000_000)).toBe(false)
})
