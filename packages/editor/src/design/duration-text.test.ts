import { expect, test } from 'vitest'
import { durationText } from './duration-text.ts'

test.each([
  [0, '0 ms'],
  [0.25, '0.3 ms'],
  [340, '340 ms'],
  [4200, '4.2 s'],
  [5000, '5 s'],
  [59_960, '1 min'],
  [185_000, '3 min 5 s'],
  [3_599_900, '1 h'],
  [7_800_000, '2 h 10 min'],
  [86_399_000, '1 d'],
  [273_600_000, '3 d 4 h'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})
