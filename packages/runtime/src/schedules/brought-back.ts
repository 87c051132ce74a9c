import type { StoredSchedule } from '@millrace/store'
import type { ClockTrigger } from './clock-trigger.ts'
import { withNext } from './fire-schedule.ts'

/** Set back by no more than this, the clock is waited for: none of the times that have fired can fire twice, even if nothing of them is kept. */
const waitedForMs = 3_600_000
/** Nothing but its jitter puts a time off by more. */
const longestWaitMs = 60_000

/**
 * The row of a schedule that looks further ahead than the clock can account for, because somebody has set it back since; undefined where it
 * does not. Without this a clock that was a year ahead for a minute would leave it silent for a year.
 */
export function broughtBack(schedule: StoredSchedule, times: ClockTrigger['times'], now: number): StoredSchedule | undefined {
  const { nextAt, wakeAt, lastAt = now } = schedule
  if (nextAt === undefined || wakeAt === undefined) return undefined
  const next = times.next(lastAt > now && lastAt - now <= waitedForMs ? lastAt : now)
  // What has fired in between does not fire again: the execution's id follows from the time.
  if (next !== undefined && next < nextAt) return withNext(schedule, next, times)
  if (nextAt <= now) return wakeAt > now + Math.max(longestWaitMs, times.jitterMs) ? { ...schedule, wakeAt: now } : undefined
  // It was due by the clock as it was, and put off: its time may still come, a year before what it was put off to.
  const onTime = withNext(schedule, nextAt, times)
  return onTime.wakeAt !== undefined && wakeAt > onTime.wakeAt ? onTime : undefined
}
