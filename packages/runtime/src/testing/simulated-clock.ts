import type { Clock } from '../ports.ts'

/** A clock that stands still until it is told to go on. */
export interface SimulatedClock extends Clock {
  /** Goes on, ringing what comes due on the way in order; lets other work run after each. */
  advance(ms: number): Promise<void>
}

export function createSimulatedClock(start = Date.UTC(2026, 0, 1)): SimulatedClock {
  let now = start
  const alarms = new Set<{ readonly at: number; readonly callback: () => void }>()

  async function ringDue(until: number): Promise<boolean> {
    const next = [...alarms].filter((alarm) => alarm.at <= until).sort((a, b) => a.at - b.at)[0]
    if (next === undefined) return false
    alarms.delete(next)
    now = Math.max(now, next.at)
    next.callback()
    await settle()
    return true
  }

  return {
    now: () => now,
    wakeAt(at, callback) {
      const alarm = { at, callback }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      while (await ringDue(until)) await settle()
      now = until
      await settle()
    },
  }
}

/** Lets everything run that needs no time: promises, immediates, and commits that follow from them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
