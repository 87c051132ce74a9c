import { expect, test } from 'vitest'
import { relativeText } from './relative-text.ts'

const now = Date.parse('2027-03-10T10:00:00Z')

test.each([
  [now - 2000, 'now'],
  [now - 12_900, '12 s ago'],
  [now - 89_000, '1 min ago'],
  [now - 7_199_000, '1 h ago'],
  [now - 3 * 86_400_000, '3 d ago'],
  [now + 90 * 60_000, 'in 1 h'],
])('%d is %s', (at, text) => {
  expect(relativeText(at, now)).toBe(text)
})

test('what is weeks away is a day', () => {
  expect(relativeText(Date.parse('2027-01-05T12:00:00Z'), now)).toMatch(/2027/)
})
