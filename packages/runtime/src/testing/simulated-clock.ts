import { createClock } from '../clock.ts'
import type { Clock } from '../ports.ts'

/** A clock that stands still until it is told to go on. */
export interface SimulatedClock extends Clock {
  /** Time passes, ringing what comes due on the way in order; lets other work run after each. */
  advance(ms: number): Promise<void>
  /** Somebody sets the clock on the wall, forward by so much or back. No time passes, and nobody has looked yet. */
  set(byMs: number): void
  /** How long it has gone, whatever it was set to. */
  passed(): number
}

/** By itself it looks when an alarm rings, unless `lookEveryMs` says how often: looking every few seconds makes a month of sleep long. */
export function createSimulatedClock(start = Date.UTC(2026, 0, 1), lookEveryMs = Number.POSITIVE_INFINITY): SimulatedClock {
  let passed = 0
  let offset = start
  const sleepers = new Set<{ readonly at: number; readonly callback: () => void }>()

  async function wakeNext(until: number): Promise<boolean> {
    const next = [...sleepers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
    if (next === undefined) return false
    sleepers.delete(next)
    passed = Math.max(passed, next.at)
    next.callback()
    await settle()
    return true
  }

  const clock = createClock(
    {
      wall: () => passed + offset,
      steady: () => passed,
      slept: () => 0,
      sleep(ms, callback) {
        const sleeper = { at: passed + ms, callback }
        sleepers.add(sleeper)
        return () => sleepers.delete(sleeper)
      },
    },
    { lookEveryMs, longestSleepMs: Number.POSITIVE_INFINITY },
  )
  return {
    ...clock,
    passed: () => passed,
    set(byMs) {
      offset += byMs
    },
    async advance(ms) {
      const until = passed + ms
      await settle()
      while (await wakeNext(until)) await settle()
      passed = until
      await settle()
    },
  }
}

/** Lets everything run that needs no time: promises, immediates, and commits that follow from them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
