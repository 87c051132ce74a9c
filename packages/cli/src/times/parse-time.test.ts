import { expect, test } from 'vitest'
import { givenTime } from './parse-time.ts'

test.each([
  ['2027-03-26', '2027-03-25T23:00:00.000Z'],
  ['2027-07-01 09:30', '2027-07-01T07:30:00.000Z'],
  // The night in which summer time begins, before and after it has; what is left out comes an hour later.
  ['2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
  ['2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
  ['2027-03-26T09:00:00Z', '2027-03-26T09:00:00.000Z'],
  ['2027-03-26T09:00:00+05:30', '2027-03-26T03:30:00.000Z'],
])('%s is a time of the clock in Berlin, unless it says its zone', (text, at) => {
  expect(givenTime('from', text, 'Europe/Berlin')).toBe(at)
})

test('without a zone the clock of the machine counts', () => {
  expect(givenTime('from', '2027-03-26')).toBe(new Date(2027, 2, 26).toISOString())
  expect(givenTime('from', undefined)).toBeUndefined()
})

test.each(['soon', '2027-13-01', '3', '2027-03-26T9'])('"%s" is refused', (text) => {
  for (const zone of [undefined, 'Europe/Berlin']) expect(() => givenTime('from', text, zone)).toThrow('--from must be a time such as')
})
