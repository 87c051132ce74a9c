import { parseDuration } from '@millrace/engine'
import { expect, test } from 'vitest'
import { chartOf, failuresIn, sumOf } from './bars.ts'
import { spanOf, spans } from './spans.ts'

const minute = 60_000
const time = (at: number) => new Date(at * minute).toISOString()
const slot = (at: number, byStatus: Readonly<Record<string, number>>) => ({ from: time(at), to: time(at + 1), byStatus })
const chart = (...statuses: readonly Readonly<Record<string, number>>[]) =>
  chartOf({ from: time(0), to: time(statuses.length), slots: statuses.map((byStatus, at) => slot(at, byStatus)) }, minute)

test('every way to fail stands below the line, what was canceled above it', () => {
  expect(chart({ success: 3, failed: 1, timed_out: 1, crashed: 1, canceled: 2 }).bars).toEqual([
    { from: time(0), to: time(1), success: 3, failed: 3, canceled: 2 },
  ])
})

test('a slot in which nothing ended has its place too, from the one in which the time begins', () => {
  const { bars } = chartOf({ from: time(2.5), to: time(6), slots: [slot(4, { success: 1 })] }, minute)
  expect(bars.map(({ from, success }) => [from, success])).toEqual([
    [time(2), 0],
    [time(3), 0],
    [time(4), 1],
    [time(5), 0],
  ])
  expect(chartOf({ from: time(0), to: time(2) }, minute).bars).toHaveLength(2)
})

test('days stand as they are told, whatever their length', () => {
  const days = [
    { from: '2027-03-26T23:00:00.000Z', to: '2027-03-27T23:00:00.000Z', byStatus: {} },
    { from: '2027-03-27T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z', byStatus: { success: 2 } },
  ]
  const window = { from: '2027-03-26T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z', slots: days }
  expect(chartOf(window, 24 * 60 * minute).bars.map(({ from, success }) => [from, success])).toEqual([
    ['2027-03-26T23:00:00.000Z', 0],
    ['2027-03-27T23:00:00.000Z', 2],
  ])
})

test.each([
  [[{}], 1, 0],
  [[{ success: 1 }], 1, 0],
  [[{ failed: 3 }], 0, 5],
  [[{ success: 3, canceled: 1 }, { failed: 2 }], 5, 2],
  [[{ success: 10 }, { success: 51, failed: 11 }], 100, 20],
] as const)('the axis of %j reaches to round numbers', (statuses, up, down) => {
  expect(chart(...statuses)).toMatchObject({ up, down })
})

test('counts are added up', () => {
  expect([failuresIn({ success: 4, failed: 2, crashed: 1 }), sumOf({ running: 2, waiting: 3 }), sumOf({})]).toEqual([3, 5, 0])
})

test('an unknown span is the usual one, and none has too many slots to see', () => {
  expect([spanOf('7d'), spanOf('forever'), spanOf(null)].map(({ value }) => value)).toEqual(['7d', '24h', '24h'])
  for (const { value, step, stepMs } of spans) {
    expect(parseDuration(step)).toBe(stepMs)
    expect((parseDuration(value) ?? 0) / stepMs).toBeLessThanOrEqual(90)
  }
})
