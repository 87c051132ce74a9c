import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { waitDelay } from './delay.ts'

const now = Date.parse('2026-03-01T12:00:00Z')

test('waits for a duration from now', async () => {
  expect(await testNode(waitDelay, { with: { for: '1h30m' }, input: 7, now })).toEqual({ type: 'wait-for', ms: 5_400_000, output: 7 })
})

test.each([
  [{}, 1000],
  [{ for: '1500ms' }, 1500],
  [{ for: '2s' }, 2000],
  [{ for: '1m' }, 60_000],
  [{ for: '1000h' }, 3_600_000_000],
])('%j is %d ms', async (params, ms) => {
  expect(await testNode(waitDelay, { with: params, now })).toMatchObject({ type: 'wait-for', ms })
})

test('waits until a moment, told with its zone or in milliseconds', async () => {
  const wait = { type: 'wait', until: Date.parse('2026-03-29T10:00:00Z'), output: null }
  expect(await testNode(waitDelay, { with: { until: '2026-03-29T12:00:00+02:00' }, now })).toEqual(wait)
  expect(await testNode(waitDelay, { with: { until: wait.until }, now })).toEqual(wait)
})

test('a moment that has passed, or no time at all, is no wait', async () => {
  expect(await testNode(waitDelay, { with: { until: '2026-03-01T12:00:00Z' }, input: 7, now })).toEqual({ type: 'done', output: 7 })
  expect(await testNode(waitDelay, { with: { for: '0s' }, input: 7, now })).toEqual({ type: 'done', output: 7 })
})

test.each([
  [{ for: '3d', until: '2030-01-01T00:00:00Z' }, ''],
  [{ for: 'soon' }, 'for'],
  [{ for: '5' }, 'for'],
  [{ for: 5 }, 'for'],
  [{ until: '2030-01-01' }, 'until'],
  [{ until: '2030-01-01T00:00:00' }, 'until'],
  [{ until: '2030-02-30T00:00:00Z' }, 'until'],
  [{ until: -1 }, 'until'],
  [{ until: 1e300 }, 'until'],
])('%j is a mistake', (params, place) => {
  expect(waitDelay.checkParams(params).map(({ path }) => path.join('.'))).toContain(place)
})
