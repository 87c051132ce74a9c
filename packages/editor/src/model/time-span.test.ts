import { expect, test } from 'vitest'
import { spanStart } from './time-span.ts'

const now = Date.parse('2027-03-10T12:00:00Z')

test.each([
  ['1h', '2027-03-10T11:00:00.000Z'],
  ['24h', '2027-03-09T12:00:00.000Z'],
  ['7d', '2027-03-03T12:00:00.000Z'],
  ['30d', '2027-02-08T12:00:00.000Z'],
  ['90d', '2026-12-10T12:00:00.000Z'],
])('the span %s begins so long ago', (since, start) => {
  expect(spanStart(since, now)).toBe(start)
})

test.each(['', '2h', 'toString', 'yesterday'])('%j is all time', (since) => {
  expect(spanStart(since, now)).toBeUndefined()
})
