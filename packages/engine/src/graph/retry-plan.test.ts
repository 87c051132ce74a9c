import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testScale } from '../testing/test-scale.ts'
import { planRetry, type RetryPlan, retryDelayMs } from './retry-plan.ts'

describe('a retry policy in numbers', () => {
  test('has a second of constant delay, an hour at most and no jitter unless written', () => {
    expect(planRetry({ attempts: 3 })).toEqual({
      attempts: 3,
      delayMs: 1000,
      backoff: 'constant',
      factor: 2,
      maxDelayMs: 3_600_000,
      jitter: 0,
    })
  })

  test('takes over what is written', () => {
    const policy = { attempts: 9, delay: '2m', backoff: 'exponential', factor: 3, maxDelay: '1d', jitter: 0.25 } as const
    expect(planRetry(policy)).toEqual({
      attempts: 9,
      delayMs: 120_000,
      backoff: 'exponential',
      factor: 3,
      maxDelayMs: 86_400_000,
      jitter: 0.25,
    })
  })

  test('leaves half of a delay to chance when jitter is just true, nothing when false', () => {
    expect([true, false].map((jitter) => planRetry({ attempts: 2, jitter }).jitter)).toEqual([0.5, 0])
  })
})

describe('the delay after a failed attempt', () => {
  const policy = planRetry({ attempts: 100, delay: '1s', backoff: 'exponential', factor: 1000 })

  test('grows with the attempts, from the delay itself', () => {
    const delays = (backoff: RetryPlan['backoff']) =>
      [1, 2, 3, 4].map((attempt) => retryDelayMs({ ...policy, backoff, factor: 3 }, attempt, 0))
    expect(delays('constant')).toEqual([1000, 1000, 1000, 1000])
    expect(delays('linear')).toEqual([1000, 2000, 3000, 4000])
    expect(delays('exponential')).toEqual([1000, 3000, 9000, 27_000])
  })

  test('stays a number where the growth is beyond all numbers, with a delay of nothing too', () => {
    expect(retryDelayMs({ ...policy, factor: 1e300 }, 99, 0)).toBe(3_600_000)
    expect(retryDelayMs({ ...policy, factor: 1e300, delayMs: 0 }, 99, 0)).toBe(0)
  })

  test('takes no notice of a Retry-After that is no time', () => {
    for (const atLeastMs of [Number.NaN, Number.POSITIVE_INFINITY, -1, null as unknown as number])
      expect(retryDelayMs(policy, 1, 0, atLeastMs)).toBe(1000)
  })

  test('is never negative, never above maxDelay unless a Retry-After asks for it, never below that', () => {
    fc.assert(
      fc.property(
        fc.record({
          attempts: fc.integer({ min: 1, max: 100 }),
          delayMs: fc.nat(),
          backoff: fc.constantFrom('constant', 'linear', 'exponential'),
          factor: fc.double({ min: 1, max: 1000, noNaN: true }),
          maxDelayMs: fc.nat(),
          jitter: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(), { nil: undefined }),
        (retry, attempt, random, atLeastMs) => {
          const delay = retryDelayMs(retry as RetryPlan, attempt, random, atLeastMs)
          expect(delay).toBeGreaterThanOrEqual(atLeastMs ?? 0)
          expect(delay).toBeLessThanOrEqual(Math.max(retry.maxDelayMs, atLeastMs ?? 0))
          expect(Number.isInteger(delay)).toBe(true)
        },
      ),
      { numRuns: testScale(20_000) },
    )
  })
})
