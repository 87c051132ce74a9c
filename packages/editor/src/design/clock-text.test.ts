import { expect, test } from 'vitest'
import { clockText } from './clock-text.ts'

const now = new Date(2027, 2, 10, 9, 5)

test("a time of today's has no day", () => {
  expect(clockText(new Date(2027, 2, 10, 8, 7, 6, 54).toISOString(), now)).toMatch(/^0?8\D07\D06\D054\b/)
})

test('a time of another day has it', () => {
  expect(clockText(new Date(2026, 2, 10, 8, 7, 6, 54).toISOString(), now)).toMatch(/(03\D10|10\D03)\D.*0?8\D07\D06\D054\b/)
})
