import { expect, test } from 'vitest'
import { chartOf } from './bars.ts'
import { timeTexts } from './time-texts.ts'

const hourMs = 3_600_000
const clock = /\d[:.]\d\d/

/** How the first moment of a chart is written. */
function written(hours: number, stepMs: number): string {
  const from = '2027-03-10T00:00:00.000Z'
  const to = new Date(Date.parse(from) + hours * hourMs).toISOString()
  const { bars } = chartOf({ from, to, slots: [{ from, to, byStatus: { success: 1 } }] }, stepMs)
  return timeTexts(bars, stepMs)(from)
}

test('a day is named by its date, and whatever is shorter by its hour too', () => {
  expect(written(30 * 24, 24 * hourMs)).toMatch(/2027/)
  expect(written(30 * 24, 24 * hourMs)).not.toMatch(clock)
  expect(written(7 * 24, 4 * hourMs)).toMatch(/2027/)
  expect(written(7 * 24, 4 * hourMs)).toMatch(clock)
  expect(written(24, hourMs / 2)).not.toMatch(/2027/)
  expect(written(24, hourMs / 2)).toMatch(clock)
})
