import { uptime } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Clock } from './ports.ts'

/**
 * Owns: telling a clock that somebody has set from time that has passed.
 * Invariants: T1 an alarm for a time rings by the clock on the wall, as far as that is known; one for a length of time goes by what passes. T2 whoever listens has heard of a move before any
 * alarm rings, and before it is told a time after it. T3 what is under two seconds, as a leap second is, is no move.
 */
export interface TimeSource {
  /** Milliseconds since 1970; anybody may set it. */
  wall(): number
  /** Milliseconds that nobody can set. */
  steady(): number
  /** How long the machine has slept that `steady` does not know of: time has passed then, and the clock was not set. */
  slept(): number
  sleep(ms: number, callback: () => void): () => void
}

export interface ClockOptions {
  /** How often to look, as long as anybody listens. */
  readonly lookEveryMs: number
  /** So long an alarm sleeps before it looks at the clock again. */
  readonly longestSleepMs: number
}

const leastMoveMs = 2_000

export function createClock(source: TimeSource, { lookEveryMs, longestSleepMs }: ClockOptions): Clock {
  const listeners = new Set<(byMs: number) => void>()
  const alarms = new Set<{ rearm(): void }>()
  let ahead = source.wall() - source.steady()
  let slept = source.slept()
  let stopLooking: (() => void) | undefined
  let lastRead = source.wall()

  /**
   * Looks when time seems to have jumped since it was asked last: what is told this time, and counts from it, must not hear later of a move
   * that was before. That costs nothing as long as it does not.
   */
  function now(): number {
    const wall = source.wall()
    const passed = wall - lastRead
    lastRead = wall
    if (passed < 0 || passed >= leastMoveMs) look()
    return wall
  }

  function look(): void {
    const difference = source.wall() - source.steady() - ahead
    if (Math.abs(difference) < leastMoveMs) return
    const sleptNow = source.slept()
    const byMs = difference - (sleptNow - slept)
    ahead += difference
    slept = sleptNow
    if (Math.abs(byMs) >= leastMoveMs) for (const listener of [...listeners]) listener(byMs)
    for (const alarm of [...alarms]) alarm.rearm()
  }

  function wakeAt(at: number, callback: () => void): () => void {
    let stop: () => void = () => undefined
    const alarm = { rearm }
    alarms.add(alarm)

    function rearm(): void {
      stop()
      const left = at - source.wall()
      stop = source.sleep(Math.min(Math.max(left, 0), longestSleepMs), left <= longestSleepMs ? ring : wake)
    }

    function wake(): void {
      look()
      if (alarms.has(alarm)) rearm()
    }

    function ring(): void {
      // One that is called off by what follows from a move does not ring.
      look()
      if (!alarms.has(alarm)) return
      // A timer is early by a part of a millisecond at times, and whoever looks for what is due then finds nothing and waits for no other ring.
      if (source.wall() < at) return rearm()
      alarms.delete(alarm)
      stop()
      callback()
    }

    rearm()
    return () => {
      alarms.delete(alarm)
      stop()
    }
  }

  function wakeAfter(ms: number, callback: () => void): () => void {
    return source.sleep(ms, () => {
      look()
      callback()
    })
  }

  function keepLooking(): void {
    stopLooking = source.sleep(lookEveryMs, () => {
      look()
      if (listeners.size > 0) keepLooking()
    })
  }

  return {
    now,
    wakeAt,
    wakeAfter,
    look,
    onMoved(listener) {
      if (listeners.size === 0) keepLooking()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stopLooking?.()
      }
    },
  }
}

/** On Linux the steady clock stands still while the machine sleeps, and the time since it was started does not. Elsewhere neither does. */
function machineSlept(): number {
  return process.platform === 'linux' ? uptime() * 1000 - performance.now() : 0
}

/** The clock of this machine. A timer sleeps at most a minute at a time, so that a clock set forward is noticed even where nobody looks. */
export const systemClock: Clock = createClock(
  {
    wall: Date.now,
    steady: () => performance.now(),
    slept: machineSlept,
    sleep(ms, callback) {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  },
  { lookEveryMs: 10_000, longestSleepMs: 60_000 },
)
