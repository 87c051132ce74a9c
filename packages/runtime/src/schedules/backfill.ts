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
/** So many are filled in one turn, and so many looked at: then whatever else concerns schedules has its own. */
const filledPerTurn = 20
const seenPerTurn = 200

interface BackfillPorts {
  readonly store: Pick<Store, 'executions'>
  readonly driver: Pick<Driver, 'start'>
  readonly clock: Pick<Clock, 'now'>
}

/** What one turn has done of a backfill. */
export interface BackfillTurn {
  readonly times: readonly number[]
  readonly executionIds: readonly string[]
  readonly seen: number
  /** The first time that was not looked at; undefined when all have been. */
  readonly next: number | undefined
}

/**
 * Starts what no execution was started for, turn by turn. The same window again starts only what is missing still. Between two turns
 * anything may happen to the schedule, so each looks it up anew; undefined when it is not there.
 */
export async function backfill(
  from: number,
  takeTurn: (from: number, most: number) => Promise<BackfillTurn | undefined>,
): Promise<Backfill | undefined> {
  const first = await takeTurn(from, mostFilled)
  if (first === undefined) return undefined
  const times = [...first.times]
  const executionIds = [...first.executionIds]
  let { next, seen } = first
  while (next !== undefined && times.length < mostFilled && seen < mostSeen) {
    const turn = await takeTurn(next, mostFilled - times.length)
    times.push(...(turn?.times ?? []))
    executionIds.push(...(turn?.executionIds ?? []))
    seen += turn?.seen ?? 0
    next = turn?.next
  }
  return { times, executionIds, hasMore: next !== undefined }
}

/** Deals with the first of the times that have come by now, `most` at the most. */
export async function backfillTurn(
  { store, driver, clock }: BackfillPorts,
  schedule: StoredSchedule,
  trigger: ClockTrigger,
  { from, to, isDryRun }: Pick<BackfillRequest, 'from' | 'to' | 'isDryRun'>,
  most: number,
): Promise<BackfillTurn> {
  const times: number[] = []
  let at = trigger.times.next(from - 1)
  let seen = 0
  // What is due and not dealt with yet fires by itself, under another id.
  const end = Math.min(to, clock.now(), (schedule.nextAt ?? Number.POSITIVE_INFINITY) - 1)
  for (; at !== undefined && at <= end && seen < seenPerTurn && times.length < Math.min(most, filledPerTurn); seen++) {
    if (!(await isFilled(store, schedule, at))) times.push(at)
    at = trigger.times.next(at)
  }
  const starting = (isDryRun ? [] : times).map(async (time) => {
    const executionId = scheduledExecutionId(schedule, time, 'backfill')
    await driver.start(startRequest(schedule, trigger, time, executionId))
    return executionId
  })
  return { times, executionIds: await Promise.all(starting), seen, next: at !== undefined && at <= end ? at : undefined }
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
