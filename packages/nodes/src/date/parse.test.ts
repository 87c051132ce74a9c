import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateParse } from './parse.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function iso(date: Json, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(dateParse, { with: options, input: date })
  return result.type === 'done' ? ((result.output as JsonObject).iso ?? null) : null
}

test.each<[Json, string]>([
  ['2026-11-21', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21 08:30', '2026-11-21T08:30:00.000Z'],
  ['2026-11-21T08:30:00+02:00', '2026-11-21T06:30:00.000Z'],
  ['2026-W01-1', '2025-12-29T00:00:00.000Z'],
  ['Sat, 21 Nov 2026 08:30:00 GMT', '2026-11-21T08:30:00.000Z'],
  [1_795_219_200_000, '2026-11-21T00:00:00.000Z'],
])('reads %j', async (date, expected) => {
  expect(await iso(date)).toBe(expected)
})

test.each(['', 'next tuesday', '01/02/2026', '2026-02-30', '{{ now }}', null, {}, 9e20])('%j is no date', async (date) => {
  await expect(iso(date as Json)).rejects.toMatchObject({ code: 'BAD_DATE' })
})

test.each([
  ['21.11.2026', 'dd.MM.yyyy', '2026-11-21T00:00:00.000Z'],
  ['Nov 3, 2026 5:07 PM', 'MMM d, yyyy h:mm a', '2026-11-03T17:07:00.000Z'],
])('reads %j by the format %s', async (text, format, expected) => {
  expect(await iso(text, { format })).toBe(expected)
})

test('names of months in other languages', async () => {
  expect(await iso('3. März 2026', { format: 'd. MMMM yyyy', locale: 'de' })).toBe('2026-03-03T00:00:00.000Z')
})

test('a time without an offset is in the zone, with the rules of summer time', async () => {
  const timezone = 'Europe/Berlin'
  expect(await iso('2026-01-01T12:00', { timezone })).toBe('2026-01-01T11:00:00.000Z')
  expect(await iso('2026-07-01T12:00', { timezone })).toBe('2026-07-01T10:00:00.000Z')
  // Skipped in spring; twice in autumn.
  expect(await iso('2026-03-29T02:30', { timezone })).toBe('2026-03-29T01:30:00.000Z')
  expect(await iso('2026-10-25T02:30', { timezone })).toBe('2026-10-25T00:30:00.000Z')
  expect(await iso('2026-01-01T12:00', { timezone: '-03:30' })).toBe('2026-01-01T15:30:00.000Z')
})

test('tells the parts in the zone, weeks as ISO has them', async () => {
  const result = await testNode(dateParse, { with: { timezone: 'Pacific/Auckland' }, input: '2027-01-02T20:00:00Z' })
  expect(result).toMatchObject({
    output: { local: '2027-01-03T09:00:00.000+13:00', offset: '+13:00', day: 3, weekday: 7, week: 53, weekYear: 2026, dayOfYear: 3 },
  })
})

test.each(['Mars/Olympus', 'local', 'system', '+25:00', 'Berlin', '__proto__', ''])('%j is not a time zone', (timezone) => {
  expect(dateParse.checkParams({ timezone })).toMatchObject([{ path: ['timezone'] }])
})

test.each(['dd.dd', 'xx', 'yyyyy', 'd M d'])('%j is not a format', (format) => {
  expect(dateParse.checkParams({ format })).toMatchObject([{ path: ['format'] }])
})

test('any text is a date or a mistake, at once', async () => {
  const text = fc.string({ unit: fc.constantFrom('1', '0', '2026', '-', ':', 'T', 'W', 'Z', '+', '.', ' ', 'Nov'), maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(text, async (date) => {
      const read = await iso(date).catch((error: { code: string }) => error.code)
      expect(read === 'BAD_DATE' || !Number.isNaN(Date.parse(String(read)))).toBe(true)
    }),
    { numRuns: Math.ceil(4_000 * scale) },
  )
})
