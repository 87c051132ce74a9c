import { expect, test } from 'vitest'
import { boxPath, enlarged, shownBox, unitedBox } from './map-boxes.ts'

test('the map shows all nodes and what is seen, wherever that is', () => {
  const shown = shownBox({ transform: [-100, 50, 0.5], width: 800, height: 600 })
  expect(shown).toEqual({ x: 200, y: -100, width: 1600, height: 1200 })
  expect(unitedBox({ x: 0, y: 0, width: 300, height: 64 }, shown)).toEqual({ x: 0, y: -100, width: 1800, height: 1200 })
  expect(enlarged({ x: 0, y: 0, width: 200, height: 100 })).toEqual({ x: -10, y: -10, width: 220, height: 120 })
})

test('a box is one part of a path', () => {
  expect(boxPath({ x: 1, y: 2, width: 30, height: 40 })).toBe('M1 2h30v40h-30z')
})
