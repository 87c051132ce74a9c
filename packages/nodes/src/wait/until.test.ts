import { testNode } from '@millrace/kit/testing'
import { describe, expect, test } from 'vitest'
import { nextBusinessTime } from './business-time.ts'
import { waitUntilNode } from './until.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

describe('a moment', () => {
  test.each([
    ['2026-03-29T12:00:00+02:00', 'UTC', '2026-03-29T10:00:00Z'],
    ['2026-03-29 12:00', 'Europe/Berlin', '2026-03-29T10:00:00Z'],
    ['2026-03-28 12:00', 'Europe/Berlin', '2026-03-28T11:00:00Z'],
    [Date.parse('2026-04-01T00:00:00Z'), 'UTC', '2026-04-01T00:00:00Z'],
  ])('%s in %s', async (at, timezone, expected) => {
    const result = await testNode(waitUntilNode, { with: { at, timezone }, input: 7, now })
    expect(result).toEqual({ type: 'wait', until: Date.parse(expected), output: 7 })
  })

  test('three seconds ahead is waited for; one that has passed leaves at once by its own port', async () => {
    expect(await testNode(waitUntilNode, { with: { at: now + 3000 }, now })).toMatchObject({ type: 'wait', until: now + 3000 })
    for (const at of [now, now - 1, '1999-01-01T00:00:00Z'])
      expect(await testNode(waitUntilNode, { with: { at }, input: 7, now })).toEqual({ type: 'done', output: 7, port: 'passed' })
  })

  test.each(['soon', '', '2026-02-30T00:00:00Z', '2026-13-01', '12:00:99', 'P3D'])('%j is none, and it says so', async (at) => {
    await expect(testNode(waitUntilNode, { with: { at }, now })).rejects.toMatchObject({
      code: 'NOT_A_DATE',
      message: expect.stringContaining('is no date and time'),
    })
  })

  test('goes before the next business time', async () => {
    const next = { time: '09:00' }
    expect(await testNode(waitUntilNode, { with: { at: now + 5, next }, now })).toMatchObject({ until: now + 5 })
  })
})

const at = (text: string) => Date.parse(text)
const berlin = { time: '09:00', days: 'workdays', timezone: 'Europe/Berlin', holidays: [] } as const
const nextAt = (given: Partial<Parameters<typeof nextBusinessTime>[0]>, from: string) => {
  const found = nextBusinessTime({ ...berlin, ...given }, at(from))
  return found === undefined ? undefined : new Date(found).toISOString()
}

describe('the next business time', () => {
  test.each([
    ['later the same day', '2026-03-02T07:59:59.999Z', '2026-03-02T08:00:00.000Z'],
    ['not this very moment', '2026-03-02T08:00:00Z', '2026-03-03T08:00:00.000Z'],
    ['over a weekend', '2026-03-06T08:00:00Z', '2026-03-09T08:00:00.000Z'],
    ['by the zone’s day, not by UTC’s', '2026-03-08T23:30:00Z', '2026-03-09T08:00:00.000Z'],
    ['nine stays nine when daylight saving begins', '2026-03-27T12:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['and when it ends', '2026-10-23T12:00:00Z', '2026-10-26T08:00:00.000Z'],
  ])('%s', (_name, from, expected) => {
    expect(nextAt({}, from)).toBe(expected)
  })

  test('skips holidays, and takes the days it is given', () => {
    expect(nextAt({ holidays: ['2026-12-24', '2026-12-25'] }, '2026-12-23T12:00:00Z')).toBe('2026-12-28T08:00:00.000Z')
    expect(nextAt({ days: ['sun', 'wed'] }, '2026-03-05T00:00:00Z')).toBe('2026-03-08T08:00:00.000Z')
    expect(nextAt({ days: 'every-day' }, '2026-03-07T12:00:00Z')).toBe('2026-03-08T08:00:00.000Z')
  })

  test('a time that a spring night leaves out comes an hour later; of one that an autumn night has twice, the first counts', () => {
    expect(nextAt({ time: '02:30', days: ['sun'] }, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
    expect(nextAt({ time: '02:30', days: ['sun'] }, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
  })

  test('holidays that take every day are a mistake that can be told', async () => {
    const first = at('2026-01-05T00:00:00Z')
    const holidays = Array.from({ length: 130 }, (_, week) => new Date(first + week * 7 * 86_400_000).toISOString().slice(0, 10))
    const params = { next: { time: '09:00', days: ['mon'], holidays } }
    await expect(testNode(waitUntilNode, { with: params, now })).rejects.toMatchObject({ code: 'NO_SUCH_DAY' })
  })

  test('is waited for', async () => {
    expect(await testNode(waitUntilNode, { with: { next: { time: '09:00' } }, input: 7, now })).toEqual({
      type: 'wait',
      until: at('2026-03-02T09:00:00Z'),
      output: 7,
    })
  })
})

test.each([
  [{}, ''],
  [{ next: { time: '9:00' } }, 'next.time'],
  [{ next: { time: '24:00' } }, 'next.time'],
  [{ next: { time: '09:00', days: [] } }, 'next.days'],
  [{ next: { time: '09:00', days: ['monday'] } }, 'next.days.0'],
  [{ next: { time: '09:00', timezone: 'Berlin' } }, 'next.timezone'],
  [{ next: { time: '09:00', holidays: ['Christmas'] } }, 'next.holidays.0'],
])('%j is a mistake', (params, place) => {
  expect(waitUntilNode.checkParams(params).map(({ path }) => path.join('.'))).toContain(place)
})
