import type { FireTimes } from '@millrace/kit'

export interface DueTimes {
  /** The times to start an execution for, oldest first. */
  readonly fire: readonly number[]
  /** The last time that has passed. */
  readonly last: number
  /** The first one that has not passed. */
  readonly next: number | undefined
}

/** What is not later than this is on time: a busy machine or a clock that was set is no outage. */
const onTimeMs = 60_000
/** `all` makes up for so many times at most, the latest ones. */
const mostMissed = 1000

/**
 * Which of the times from `first` on are to fire now, by the policy for missed ones. `first` must have passed. By how much a time is put
 * off on purpose, it is not late.
 */
export function dueTimes(
  times: Pick<FireTimes, 'next' | 'missed'>,
  first: number,
  now: number,
  putOffMs: (at: number) => number = () => 0,
): DueTimes {
  const { passed, next } = lastPassed(times, first, now, times.missed === 'all' ? mostMissed : 1)
  const last = passed.at(-1) ?? first
  const lateMs = now - last - putOffMs(last)
  return { fire: toFire(times.missed, passed, last, lateMs), last, next }
}

/**
 * The latest times up to now, so many at most, and the one after them. Looks back from now, further each time: a year of minutes is not
 * walked through.
 */
function lastPassed({ next }: Pick<FireTimes, 'next'>, first: number, now: number, most: number) {
  for (let backMs = onTimeMs; ; backMs *= 2) {
    const isAll = now - backMs <= first
    const found: number[] = []
    let at = isAll ? first : next(now - backMs)
    for (; at !== undefined && at <= now; at = next(at)) found.push(at)
    if (isAll || found.length >= most) return { passed: found.slice(-most), next: at }
  }
}

function toFire(missed: FireTimes['missed'], passed: readonly number[], last: number, lateMs: number): readonly number[] {
  switch (missed) {
    case 'all':
      return passed
    case 'last':
      return [last]
    case 'none':
      return lateMs <= onTimeMs ? [last] : []
  }
}
