import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { dateChange } from './change.ts'

async function change(date: Json, steps: readonly JsonObject[], options: JsonObject = {}): Promise<Json> {
  const result = await testNode(dateChange, { with: { steps, timezone: 'Europe/Berlin', ...options }, input: date })
  return result.type === 'done' ? ((result.output as JsonObject).local ?? null) : null
}

test.each<[string, JsonObject, string]>([
  ['2026-01-31T10:00', { add: { months: 1 } }, '2026-02-28T10:00:00.000+01:00'],
  ['2028-02-29T10:00', { add: { years: 1 } }, '2029-02-28T10:00:00.000+01:00'],
  // The night of the change has 23 hours.
  ['2026-03-28T12:00', { add: { days: 1 } }, '2026-03-29T12:00:00.000+02:00'],
  ['2026-03-28T12:00', { add: { hours: 24 } }, '2026-03-29T13:00:00.000+02:00'],
  ['2026-10-25T12:00', { subtract: { days: 1, hours: 1 } }, '2026-10-24T11:00:00.000+02:00'],
  ['2026-03-28T02:30', { add: { days: 1 } }, '2026-03-29T03:30:00.000+02:00'],
  ['2026-11-21T10:00', { startOf: 'week' }, '2026-11-16T00:00:00.000+01:00'],
  ['2026-11-21T10:00', { endOf: 'quarter' }, '2026-12-31T23:59:59.999+01:00'],
  ['2026-11-20T10:00', { businessDays: 1 }, '2026-11-23T10:00:00.000+01:00'],
  ['2026-11-23T10:00', { businessDays: -1 }, '2026-11-20T10:00:00.000+01:00'],
  ['2026-11-21T10:00', { businessDays: 0 }, '2026-11-23T10:00:00.000+01:00'],
  ['2026-11-20T10:00', { businessDays: 0 }, '2026-11-20T10:00:00.000+01:00'],
])('%s, %j', async (date, step, expected) => {
  expect(await change(date, [step])).toBe(expected)
})

test('steps work one after the other', async () => {
  expect(await change('2026-11-21', [{ add: { months: 1 } }, { startOf: 'month' }, { businessDays: 0 }])).toBe(
    '2026-12-01T00:00:00.000+01:00',
  )
})

test('holidays and another weekend are not worked on', async () => {
  const options = { holidays: ['2026-11-22'], weekend: [5, 6] }
  expect(await change('2026-11-19T10:00', [{ businessDays: 1 }], options)).toBe('2026-11-23T10:00:00.000+01:00')
})

test('a date in another zone is moved in the zone that is named', async () => {
  expect(await change('2026-11-20T23:30:00Z', [{ startOf: 'day' }])).toBe('2026-11-21T00:00:00.000+01:00')
})

test('what leaves the calendar is refused', async () => {
  await expect(change('2026-11-21', [{ add: { years: 100_000 } }])).rejects.toMatchObject({ code: 'BAD_DATE' })
})

test.each([{}, { add: {} }, { add: { day: 1 } }, { startOf: 'decade' }, { add: { days: 1 }, startOf: 'day' }])(
  'the step %j is a mistake',
  (step) => {
    expect(dateChange.checkParams({ steps: [step] })).not.toEqual([])
  },
)
