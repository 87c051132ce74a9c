import { expect, test } from 'vitest'
import { median, robustSlope } from './robust-slope.ts'

const line = Array.from({ length: 50 }, (_, x) => ({ x, y: 3 * x + 10 }))

test('the slope of a line is its slope, also with a few points far off', () => {
  expect(robustSlope(line)).toBe(3)
  const odd = line.map((point, index) => (index % 10 === 0 ? { ...point, y: 1e6 } : point))
  expect(robustSlope(odd)).toBeCloseTo(3)
})

test('too few points have none', () => {
  expect(robustSlope([])).toBe(0)
  expect(robustSlope([{ x: 1, y: 1 }])).toBe(0)
})

test('the median stands in the middle', () => {
  expect(median([5, 1, 3])).toBe(3)
  expect(median([])).toBe(undefined)
})
