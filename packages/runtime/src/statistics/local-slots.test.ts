import { expect, test } from 'vitest'
import { isTimezone, localEdges } from './local-slots.ts'

const hour = 3_600_000
const day = 24 * hour
const edges = (from: string, to: string, slotMs: number, timezone: string) =>
  localEdges(Date.parse(from), Date.parse(to), slotMs, timezone).map((at) => new Date(at).toISOString().slice(0, 16))

test('days begin at midnight of the zone, also where the clock is set in between', () => {
  expect(edges('2027-03-27T12:00Z', '2027-03-29T12:00Z', day, 'Europe/Berlin')).toEqual([
    '2027-03-26T23:00',
    '2027-03-27T23:00',
    '2027-03-28T22:00',
    '2027-03-29T22:00',
  ])
  expect(edges('2027-11-06T12:00Z', '2027-11-08T04:00Z', day, 'America/New_York')).toEqual([
    '2027-11-06T04:00',
    '2027-11-07T04:00',
    '2027-11-08T05:00',
  ])
})

test.each([
  ['America/Havana', '2026-03-07T12:00Z', ['2026-03-07T05:00', '2026-03-08T05:00', '2026-03-09T04:00']],
  ['America/Havana', '2026-10-31T12:00Z', ['2026-10-31T04:00', '2026-11-01T04:00', '2026-11-02T05:00']],
  ['Africa/Cairo', '2026-04-23T12:00Z', ['2026-04-22T22:00', '2026-04-23T22:00', '2026-04-24T21:00']],
])('a day whose midnight %s skips or has twice begins with its first moment: %s', (zone, from, begins) => {
  expect(edges(from, begins[2] ?? from, day, zone)).toEqual(begins)
})

test('slots of hours begin by that clock too', () => {
  expect(edges('2027-03-27T20:00Z', '2027-03-28T06:00Z', 4 * hour, 'Europe/Berlin')).toEqual([
    '2027-03-27T19:00',
    '2027-03-27T23:00',
    '2027-03-28T02:00',
    '2027-03-28T06:00',
  ])
})

test('half an hour off, a day begins with its first whole hour, and nothing is left out', () => {
  expect(edges('2027-03-01T18:45Z', '2027-03-02T10:00Z', day, 'Asia/Kolkata')).toEqual([
    '2027-02-28T19:00',
    '2027-03-01T19:00',
    '2027-03-02T19:00',
  ])
})

test('in UTC they are whole multiples of their length', () => {
  expect(edges('2027-03-01T12:00Z', '2027-03-02T00:00Z', day, 'UTC')).toEqual(['2027-03-01T00:00', '2027-03-02T00:00'])
})

test('a name that is none is told', () => {
  expect([isTimezone('Europe/Berlin'), isTimezone('Mars/Olympus'), isTimezone('')]).toEqual([true, false, false])
})
