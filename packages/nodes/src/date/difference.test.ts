import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { dateDifference } from './difference.ts'

test.each([
  ['2026-01-01', '2026-03-01', 'days', 59],
  // The 31st plus a month is the last of that month.
  ['2026-01-31', '2026-02-28', 'months', 1],
  ['2026-01-31', '2026-02-27', 'months', 0],
  ['2026-01-31', '2027-01-31', 'years', 1],
  ['2026-03-28T12:00', '2026-03-29T12:00', 'days', 1],
  ['2026-03-28T12:00', '2026-03-29T12:00', 'hours', 23],
  ['2026-01-02', '2026-01-01', 'hours', -24],
  ['2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', 'seconds', 0],
  ['2026-11-20', '2026-11-23', 'businessDays', 1],
  ['2026-11-23', '2026-11-20', 'businessDays', -1],
  ['2026-11-21', '2026-11-22', 'businessDays', 0],
])('from %s to %s in %s: %d', async (from, to, unit, amount) => {
  const result = await testNode(dateDifference, { with: { from, to, unit, timezone: 'Europe/Berlin' } })
  expect(result).toEqual({ type: 'done', output: { amount, unit } })
})

test('to now, with a fraction', async () => {
  const trial = { with: { from: '2026-01-01', whole: false }, now: Date.UTC(2026, 0, 2, 12) }
  expect(await testNode(dateDifference, trial)).toMatchObject({ output: { amount: 1.5, unit: 'days' } })
})

test('business days are not counted over ages', async () => {
  await expect(testNode(dateDifference, { with: { from: '0001-01-01', to: '9000-01-01', unit: 'businessDays' } })).rejects.toMatchObject({
    code: 'BAD_DATE',
  })
})
