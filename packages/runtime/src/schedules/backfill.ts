import type { FireTimes } from '@millrace/kit'
import type { Store, StoredSchedule } from '@millrace/store'
import type { Driver } from '../driver.ts'
import type { Clock } from '../ports.ts'
import type { ClockTrigger } from './clock-trigger.ts'
import { startRequest } from './fire-schedule.ts'
import { scheduledExecutionId } from './schedule-identity.ts'
import type { Backfill, BackfillRequest } from './schedules.ts'

/** So many times are filled by one call, and so many looked at. */
const mostFilled = 1000
const mostSeen = 20_000
const startedAtOnce = 20

interface BackfillPorts {
  readonly store: Pick<Store, 'executions'>
  readonly driver: Pick<Driver, 'start'>
  readonly clock: Pick<Clock, 'now'>
}

/** Starts what no execution was started for. The same window again starts only what is missing still. */
export async function backfill(
  { store, driver, clock }: BackfillPorts,
  schedule: StoredSchedule,
  trigger: ClockTrigger,
  { from, to, isDryRun }: BackfillRequest,
): Promise<Backfill> {
  const times: number[] = []
  let at = trigger.times.next(from - 1)
  // What is due and not dealt with yet fires by itself, under another id.
  const end = Math.min(to, clock.now(), (schedule.nextAt ?? Number.POSITIVE_INFINITY) - 1)
  for (let seen = 0; at !== undefined && at <= end && seen < mostSeen && times.length < mostFilled; seen++) {
    if (!(await isFilled(store, schedule, at))) times.push(at)
    at = trigger.times.next(at)
  }
  const executionIds: string[] = []
  for (let index = 0; !isDryRun && index < times.length; index += startedAtOnce) {
    const started = times.slice(index, index + startedAtOnce).map((time) => {
      const executionId = scheduledExecutionId(schedule, time, 'backfill')
      return driver.start(startRequest(schedule, trigger, time, executionId)).then(() => executionId)
    })
    executionIds.push(...(await Promise.all(started)))
  }
  return { times, executionIds, hasMore: at !== undefined && at <= end }
}

async function isFilled({ executions }: Pick<Store, 'executions'>, schedule: StoredSchedule, at: number): Promise<boolean> {
  const ids = (['due', 'backfill'] as const).map((why) => scheduledExecutionId(schedule, at, why))
  const found = await Promise.all(ids.map((id) => executions.get(schedule.account, id)))
  return found.some((execution) => execution !== undefined)
}

/** The first times after this one. */
export function upcomingTimes({ next }: Pick<FireTimes, 'next'>, after: number, count: number): readonly number[] {
  const times: number[] = []
  let at = next(after)
  while (at !== undefined && times.length < count) {
    times.push(at)
    at = next(at)
  }
  return times
}
