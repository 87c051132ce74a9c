import { expect, test } from 'vitest'
import { gridMove } from './grid-move.ts'

const grid = { rows: 100, columns: 4, page: 10 }
const at = { row: 5, column: 1 }
const press = (key: string, ctrlKey = false) => gridMove(at, { key, ctrlKey, metaKey: false }, grid)

test('keys lead through the grid as through any other, and not out of it', () => {
  expect(press('ArrowDown')).toEqual({ row: 6, column: 1 })
  expect(press('ArrowLeft')).toEqual({ row: 5, column: 0 })
  expect(press('Home')).toEqual({ row: 5, column: 0 })
  expect(press('End')).toEqual({ row: 5, column: 3 })
  expect(press('Home', true)).toEqual({ row: 0, column: 0 })
  expect(press('End', true)).toEqual({ row: 99, column: 3 })
  expect(press('PageDown')).toEqual({ row: 15, column: 1 })
  expect(press('PageUp')).toEqual({ row: 0, column: 1 })
  expect(press('a')).toBeUndefined()
  expect(gridMove({ row: 99, column: 3 }, { key: 'ArrowRight', ctrlKey: false, metaKey: false }, grid)).toEqual({ row: 99, column: 3 })
})

test('the headings are above the first row', () => {
  expect(gridMove({ row: 0, column: 2 }, { key: 'ArrowUp', ctrlKey: false, metaKey: false }, grid)).toEqual({ row: -1, column: 2 })
})
