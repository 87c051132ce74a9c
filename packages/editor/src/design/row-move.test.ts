import { expect, test } from 'vitest'
import { rowMove } from './row-move.ts'

const press = (key: string, current: number, held = {}) =>
  rowMove({ key, ctrlKey: false, metaKey: false, ...held }, { current, count: 100, page: 10 })

test.each([
  ['ArrowDown', 51],
  ['j', 51],
  ['ArrowUp', 49],
  ['k', 49],
  ['PageDown', 60],
  ['PageUp', 40],
  ['Home', 0],
  ['End', 99],
])('%s leads from row 50 to row %d', (key, row) => {
  expect(press(key, 50)).toBe(row)
})

test('no key leads beyond the first and the last row', () => {
  expect([press('ArrowUp', 0), press('PageUp', 3), press('j', 99), press('PageDown', 95)]).toEqual([0, 0, 99, 99])
})

test('another key leads nowhere, and neither does one with Ctrl or the command key', () => {
  expect([press('x', 5), press('j', 5, { ctrlKey: true }), press('End', 5, { metaKey: true })]).toEqual(Array(3).fill(undefined))
})
