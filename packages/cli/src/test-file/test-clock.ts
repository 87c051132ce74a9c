import { type Clock, createClock } from '@millrace/runtime'

/** A clock for which time can pass at once, as it does for a machine that has slept. */
export interface TestClock extends Clock {
  pass(ms: number): void
}

/** Begins at this time, or now. */
export function createTestClock(at: number = Date.now()): TestClock {
  const ahead = at - Date.now()
  let passed = 0
  const clock = createClock(
    {
      wall: () => Date.now() + ahead + passed,
      steady: () => performance.now(),
      slept: () => passed,
      sleep(ms, callback) {
        const timer = setTimeout(callback, ms)
        return () => clearTimeout(timer)
      },
    },
    { lookEveryMs: 10_000, longestSleepMs: 60_000 },
  )
  return {
    ...clock,
    pass(ms) {
      passed += ms
      clock.look()
    },
  }
}
