import { isFinal } from '@millrace/engine'
import { type ScheduleKey, type Store, type StoredSchedule, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { createAlarm } from '../embedded/alarm.ts'
import { RuntimeError } from '../errors.ts'
import { isUnpublished } from '../is-unpublished.ts'
import type { Clock } from '../ports.ts'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'
import { backfill, backfillTurn, upcomingTimes } from './backfill.ts'
import { broughtBack } from './brought-back.ts'
import { type ClockTrigger, clockTriggerOf, clockTriggers, type TriggerTypes } from './clock-trigger.ts'
import { atRest, fireSchedule, startRequest, unreadable, withNext } from './fire-schedule.ts'
import type { Schedules } from './schedules.ts'

export interface SchedulePorts {
  readonly store: Pick<Store, 'schedules' | 'executions'>
  readonly workflows: Workflows
  readonly driver: Pick<Driver, 'start' | 'subscribe'>
  readonly triggerType: TriggerTypes
  readonly clock: Clock
  /** Whose workflows are taken up at the start. */
  readonly accounts: readonly string[]
  newId(): string
  onTrouble(error: unknown): void
}

const batchSize = 500
const lookAgainMs = 10_000

/**
 * Fires the triggers that go by the clock.
 * Owns: the rows of schedules; it alone writes them, one change at a time. Does not own: when a time comes (the trigger type), what an
 * execution does (the driver).
 * Invariants: S1 a time is dealt with at most once: its execution's id follows from it, and the row is put afterwards. S2 while a row has
 * a time there is an alarm for it, whatever the store answers. S3 no row has a time later than the next one by the clock, but by an hour
 * after somebody has set it back.
 */
export function createSchedules(ports: SchedulePorts): Schedules {
  const { store, workflows, driver, triggerType, clock, onTrouble } = ports
  const alarm = createAlarm(clock, () => void look())
  /** By the execution that must end first. */
  const queued = new Map<string, ScheduleKey>()
  let turn: Promise<unknown> = Promise.resolve()
  /** Some row may not be what its workflow and the clock make of it. */
  let isToTakeAll = false
  let isClosed = false
  const stops: (() => void)[] = []

  /** One change at a time: each finds what the one before has written. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.catch(() => undefined) // Whoever asked for the work hears of it.
    return done
  }

  function look(): Promise<void> {
    return inTurn(async () => {
      try {
        if (isToTakeAll && !isClosed) await takeAll()
        while (!isClosed && (await fireDue()) === batchSize);
        await setAlarm()
      } catch (error) {
        onTrouble(error)
        if (!isClosed) alarm.setFor(clock.now() + lookAgainMs)
      }
    })
  }

  async function fireDue(): Promise<number> {
    const now = clock.now()
    const due = await store.schedules.due(now, batchSize)
    if (due.length > 0) await store.schedules.put(await Promise.all(due.map((schedule) => fire(schedule, now))))
    return due.length
  }

  async function setAlarm(): Promise<void> {
    const next = isClosed ? undefined : await store.schedules.nextWake()
    if (next !== undefined) alarm.setFor(next)
  }

  async function fire(schedule: StoredSchedule, now: number): Promise<StoredSchedule> {
    let trigger: ClockTrigger | undefined
    try {
      trigger = await triggerOf(schedule)
    } catch (error) {
      if (error instanceof StoreError) throw error
      // A version that nobody can read any more must not hold up the others.
      onTrouble(error)
      return unreadable(schedule, error, now)
    }
    // Its workflow has another version by now, whose triggers are about to be taken.
    if (trigger === undefined) return atRest(schedule)
    return fireSchedule({ store, driver, onTrouble, onQueued }, schedule, trigger, now)
  }

  function onQueued(executionId: string, key: ScheduleKey): () => void {
    queued.set(executionId, key)
    return () => queued.delete(executionId)
  }

  function triggerOf(key: ScheduleKey): Promise<ClockTrigger | undefined> {
    return clockTriggerOf(workflows, triggerType, key)
  }

  /** A schedule whose parameters are what they were goes on where it was. */
  async function take(published: PublishedWorkflow): Promise<void> {
    const { account, id: workflowId } = published
    const triggers = clockTriggers(published, triggerType)
    const known = await allOf(account, workflowId)
    const off = known.filter(({ triggerId }) => !triggers.some(({ id }) => id === triggerId))
    const changed = triggers.flatMap(({ id: triggerId, spec, times }) => {
      const before = known.find((one) => one.triggerId === triggerId)
      if (before?.spec === spec && (before.isPaused || before.nextAt !== undefined)) return broughtBack(before, times, clock.now()) ?? []
      const schedule = { isPaused: false, ...before, account, workflowId, triggerId, spec }
      return [schedule.isPaused ? schedule : withNext(schedule, times.next(clock.now()), times)]
    })
    await store.schedules.put([...changed, ...off.filter(isStillThere(published)).map(switchedOff)])
    for (const schedule of off.filter((one) => !isStillThere(published)(one))) await store.schedules.delete(schedule)
  }

  async function takeAll(): Promise<void> {
    isToTakeAll = false
    try {
      for (const account of ports.accounts) {
        const published = await workflows.list(account)
        for (const one of published) await take(one)
        await sweep(account, published)
      }
    } catch (error) {
      isToTakeAll = true
      throw error
    }
  }

  /** Of workflows that were unpublished just before a death: nobody else would ever hear of that. */
  async function sweep(account: string, published: readonly PublishedWorkflow[]): Promise<void> {
    const taken = new Set(published.map(({ id }) => id))
    for (const schedule of await allOf(account)) {
      if (taken.has(schedule.workflowId) || !(await isUnpublished(workflows, account, schedule.workflowId))) continue
      await store.schedules.delete(schedule)
    }
  }

  function onMoved(byMs: number): void {
    if (byMs >= 0) return // What has passed by that is due, and the alarm rings.
    isToTakeAll = true
    void look()
  }

  async function allOf(account: string, workflowId?: string): Promise<readonly StoredSchedule[]> {
    const all: StoredSchedule[] = []
    let cursor: string | undefined
    do {
      const filter = workflowId === undefined ? {} : { workflowId }
      const page = await store.schedules.list(account, filter, { limit: 200, ...(cursor !== undefined && { cursor }) })
      all.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined)
    return all
  }

  function takeNow(published: PublishedWorkflow): void {
    void inTurn(() => take(published))
      .catch((error) => {
        isToTakeAll = true
        onTrouble(error)
      })
      .then(look)
  }

  function onEnd(executionId: string): void {
    const key = queued.get(executionId)
    if (key === undefined) return
    queued.delete(executionId)
    inTurn(async () => {
      const schedule = await store.schedules.get(key)
      if (schedule?.wakeAt !== undefined) await store.schedules.put([{ ...schedule, wakeAt: clock.now() }])
    }).then(look, onTrouble)
  }

  /** Changes the row of a schedule whose trigger is there. */
  function change(key: ScheduleKey, to: (schedule: StoredSchedule, trigger: ClockTrigger) => StoredSchedule) {
    return inTurn(async () => {
      const [schedule, trigger] = await Promise.all([store.schedules.get(key), triggerOf(key)])
      if (schedule === undefined || trigger === undefined) return undefined
      const changed = to(schedule, trigger)
      await store.schedules.put([changed])
      await setAlarm()
      return changed
    })
  }

  return {
    async open() {
      stops.push(workflows.onPublished(takeNow))
      stops.push(driver.subscribe(({ executionId, status }) => queued.size > 0 && isFinal(status) && onEnd(executionId)))
      stops.push(clock.onMoved(onMoved))
      await inTurn(takeAll)
      await look()
    },
    list: store.schedules.list,
    get: store.schedules.get,
    pause: (key) => change(key, (schedule) => ({ ...atRest(schedule), isPaused: true })),
    resume: (key) =>
      change(key, (schedule, { times }) =>
        schedule.isPaused ? withNext({ ...schedule, isPaused: false }, times.next(clock.now()), times) : schedule,
      ),
    async runNow(key) {
      const [schedule, trigger] = await Promise.all([store.schedules.get(key), triggerOf(key)])
      if (schedule === undefined || trigger === undefined) return undefined
      const { executionId } = await driver.start(startRequest(schedule, trigger, clock.now(), ports.newId()))
      return executionId
    },
    // In turn, so that a time is not filled while it fires.
    backfill: (request) =>
      backfill(request.from, (from, most) =>
        inTurn(async () => {
          if (isClosed) throw new RuntimeError('CLOSED', 'The server is shutting down: the same backfill goes on when it is back.')
          const [schedule, trigger] = await Promise.all([store.schedules.get(request), triggerOf(request)])
          return schedule && trigger && backfillTurn({ store, driver, clock }, schedule, trigger, { ...request, from }, most)
        }),
      ),
    async upcoming(key, after, count) {
      const trigger = await triggerOf(key)
      return trigger && { times: upcomingTimes(trigger.times, after, count), sentence: await trigger.times.sentence() }
    },
    async close() {
      isClosed = true
      alarm.close()
      for (const stop of stops.splice(0)) stop()
      await turn
    },
  }
}

function isStillThere({ workflow }: PublishedWorkflow): (schedule: StoredSchedule) => boolean {
  return ({ triggerId }) => Object.hasOwn(workflow.triggers ?? {}, triggerId)
}

/** What was last stays to be seen; switched on again, its times begin anew. */
function switchedOff(schedule: StoredSchedule): StoredSchedule {
  return { ...atRest(schedule), spec: '' }
}
