import { expect, test } from 'vitest'
import { describesDuration, readSimpleDuration, writeSimpleDuration } from './duration.ts'

test.each(['30s', '1.5h', '0ms', '3d', '10m'])('%s is a number with its unit, and the same again', (text) => {
  const read = readSimpleDuration(text)
  expect(read && writeSimpleDuration(read)).toBe(text)
})

test.each(['', '1h30m', 'PT5M', '{{ vars.delay }}', '5', '-1s', '1e3s'])('%j is shown as text', (text) => {
  expect(readSimpleDuration(text)).toBeUndefined()
})

test.each([
  ['How long, e.g. `1500ms`, `30s`, `1h30m`', true],
  ['Of each attempt, e.g. `30s`.', true],
  ['a duration, e.g. 30s, 5m or 3d', true],
  ['Where it is kept, e.g. `orders`', false],
  ['Milliseconds since 1970', false],
])('%j describes a duration: %s', (description, expected) => {
  expect(describesDuration(description)).toBe(expected)
})
