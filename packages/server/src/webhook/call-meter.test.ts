import { expect, test } from 'vitest'
import { createCallMeter } from './call-meter.ts'

const rate = { limit: 2, perMs: 1000 }

test('so many calls pass within the window, the next one when the oldest leaves it', () => {
  const meter = createCallMeter()
  const taken = [0, 100, 200, 999, 1000, 1050, 1100].map((now) => meter.take('a', rate, now))
  expect(taken).toEqual([undefined, undefined, 800, 1, undefined, 50, undefined])
})

test('each key has its own window, and a changed rate begins anew', () => {
  const meter = createCallMeter()
  for (const key of ['a', 'b']) expect([1, 2].map((now) => meter.take(key, rate, now))).toEqual([undefined, undefined])
  expect(meter.take('a', rate, 3)).toBe(998)
  expect(meter.take('a', { ...rate, limit: 1 }, 3)).toBeUndefined()
})

test('a clock that is set back does not shut the address until it has caught up', () => {
  const meter = createCallMeter()
  expect([100_000, 100_001].map((now) => meter.take('a', rate, now))).toEqual([undefined, undefined])
  expect(meter.take('a', rate, 5)).toBeUndefined()
})
