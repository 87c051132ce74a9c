import { isFinal } from '@millrace/engine'
import { type ScheduleKey, type Store, type StoredSchedule, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import type { ClockTrigger } from './clock-trigger.ts'
import { dueTimes } from './due-times.ts'
import { jitterShare, scheduledExecutionId } from './schedule-identity.ts'

export interface FirePorts {
  readonly store: Pick<Store, 'executions'>
  readonly driver: Pick<Driver, 'start'>
  onTrouble(error: unknown): void
  /**
   * Told which execution must end before the schedule can go on, while it cannot have ended yet unheard: many are over before their start
   * is told. Returns the way to wait no more.
   */
  onQueued(executionId: string, key: ScheduleKey): () => void
}

/** What waits for another execution looks again after so long, even if nobody has told it of the end. */
const lookAgainMs = 30_000
const retryMs = 10_000
const readAgainMs = 60_000

/**
 * Deals with every time of a schedule that has passed, and gives its row as it must be put. Whatever dies before that, the same times
 * come again with the same execution ids.
 */
export async function fireSchedule(
  ports: FirePorts,
  schedule: StoredSchedule,
  trigger: ClockTrigger,
  now: number,
): Promise<StoredSchedule> {
  const { nextAt } = schedule
  const { times } = trigger
  if (nextAt === undefined || nextAt > now) return withNext(schedule, times.next(now), times)
  const due = dueTimes(times, nextAt, now, (at) => putOffMs(schedule, at, times))
  const after = (at: number, next: number | undefined) => withNext({ ...schedule, lastAt: at }, next, times)
  const [first, ...others] = due.fire
  if (first === undefined)
    return { ...after(due.last, due.next), ...outcome('skipped', 'It was missed, and missed times are not made up for.') }
  const before = times.overlap === 'allow' ? undefined : await lastStarted(ports.store, schedule, first)
  if (before !== undefined) {
    const hasEnded = times.overlap === 'queue' ? ports.onQueued(before, schedule) : undefined
    if (await goesOn(ports.store, schedule.account, before)) {
      if (times.overlap === 'skip') return { ...after(due.last, due.next), ...outcome('skipped', `Execution ${before} still went on.`) }
      return { ...schedule, wakeAt: now + lookAgainMs }
    }
    hasEnded?.()
  }
  let stopWaiting: (() => void) | undefined
  try {
    if (times.overlap === 'allow') {
      const ids = await Promise.all(due.fire.map((at) => startAt(ports, schedule, trigger, at)))
      return { ...after(due.last, due.next), ...started(ids.at(-1)) }
    }
    const [second] = others
    if (second === undefined || times.overlap === 'skip')
      return { ...after(due.last, due.next), ...started(await startAt(ports, schedule, trigger, first)) }
    stopWaiting = ports.onQueued(scheduledExecutionId(schedule, first, 'due'), schedule)
    return { ...after(first, second), wakeAt: now + lookAgainMs, ...started(await startAt(ports, schedule, trigger, first)) }
  } catch (error) {
    stopWaiting?.()
    ports.onTrouble(error)
    if (mayPass(error)) return { ...schedule, wakeAt: now + retryMs }
    return { ...after(due.last, due.next), ...outcome('failed', messageOf(error)) }
  }
}

/** Without a next time: at rest. */
export function atRest({ nextAt: _, wakeAt: __, ...schedule }: StoredSchedule): StoredSchedule {
  return schedule
}

/** With its next time, put off by its jitter; at rest when there is none. */
export function withNext(schedule: StoredSchedule, next: number | undefined, times: Jittered): StoredSchedule {
  if (next === undefined) return atRest(schedule)
  return { ...schedule, nextAt: next, wakeAt: next + putOffMs(schedule, next, times) }
}

type Jittered = Pick<ClockTrigger['times'], 'next' | 'jitterMs'>

/** Less than its jitter, and not past the next time: that would take its place. */
function putOffMs(key: ScheduleKey, at: number, { next, jitterMs }: Jittered): number {
  if (jitterMs === 0) return 0
  const room = (next(at) ?? Number.POSITIVE_INFINITY) - at
  return Math.floor(jitterShare(key, at) * Math.min(jitterMs, room))
}

/** Its workflow cannot be read: its times wait until it can. */
export function unreadable(schedule: StoredSchedule, error: unknown, now: number): StoredSchedule {
  return { ...schedule, wakeAt: now + readAgainMs, ...outcome('failed', messageOf(error)) }
}

async function startAt({ driver }: FirePorts, schedule: StoredSchedule, trigger: ClockTrigger, at: number): Promise<string> {
  const executionId = scheduledExecutionId(schedule, at, 'due')
  await driver.start(startRequest(schedule, trigger, at, executionId))
  return executionId
}

export function startRequest(
  { account, workflowId, lastAt }: StoredSchedule,
  { id, type, times }: ClockTrigger,
  at: number,
  executionId: string,
) {
  const data = { scheduledAt: isoTime(at), lastAt: lastAt === undefined ? null : isoTime(lastAt), timezone: times.timezone }
  return { account, workflowId, executionId, trigger: { id, type, data } }
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}

/** Also one that a process has started and, dying, has not noted in the row; not the one for the time that is to fire. */
async function lastStarted({ executions }: FirePorts['store'], schedule: StoredSchedule, first: number): Promise<string | undefined> {
  const { account, nextAt, lastExecutionId } = schedule
  if (nextAt === undefined || nextAt === first) return lastExecutionId
  const id = scheduledExecutionId(schedule, nextAt, 'due')
  return (await executions.get(account, id)) === undefined ? lastExecutionId : id
}

async function goesOn({ executions }: FirePorts['store'], account: string, id: string): Promise<boolean> {
  const execution = await executions.get(account, id)
  return execution !== undefined && !isFinal(execution.status)
}

/** Trouble of the store or of this process, and none of the workflow. */
function mayPass(error: unknown): boolean {
  return error instanceof StoreError || (error instanceof RuntimeError && error.code === 'CLOSED')
}

function started(id: string | undefined): Partial<StoredSchedule> {
  return { ...outcome('started'), ...(id !== undefined && { lastExecutionId: id }) }
}

/** In place of the outcome before: a message that is empty takes the place of what was said then. */
function outcome(
  lastOutcome: NonNullable<StoredSchedule['lastOutcome']>,
  message = '',
): Pick<StoredSchedule, 'lastOutcome' | 'lastMessage'> {
  return { lastOutcome, lastMessage: message }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
