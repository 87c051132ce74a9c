import {
  type ExecutionEvent,
  type ExecutionState,
  eventsPerPiece,
  newExecution,
  type Piecewise,
  type Plan,
  transition,
} from '@millrace/engine'
import { type ExecutionSummary, type ExecutionWrite, failPoint, StoreError } from '@millrace/store'
import { readWholeLog } from '../capture/capture.ts'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution } from '../driver.ts'
import { endEvent, isEndHeard } from '../events/end-event.ts'
import type { RuntimePorts } from '../ports.ts'
import { workflowNotFound } from '../workflow-not-found.ts'
import { crashStanding } from './crash-standing.ts'
import { executionKey } from './execution-key.ts'
import { isOnItsOwn } from './failure.ts'
import type { FailureHandlers } from './failure-handlers.ts'
import type { LiveExecution } from './live-execution.ts'
import type { LiveOptions } from './live-host.ts'
import type { Turns } from './turns.ts'

/** What became of an execution that should go on here. */
export type TakeUp =
  | { readonly type: 'taken' }
  /** It is over, or somebody else's. */
  | { readonly type: 'gone' }
  /** The store did not answer: it may be tried again. */
  | { readonly type: 'failed'; readonly error: unknown }

export interface Loaded extends Pick<LiveOptions, 'state' | 'summary' | 'recordedEvents' | 'hider'> {
  readonly plan: Plan
  readonly tellFirst: TellFirst | undefined
}

/** What an execution that is brought back is told before anything of it is begun. */
export type TellFirst = (execution: LiveExecution) => void

export interface LoaderOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows' | 'clock' | 'capture' | 'events' | 'onTrouble'>
  readonly turns: Turns
  readonly fence: number
  readonly failures: FailureHandlers
  /** Goes on with it; never called once the driver is closed. */
  open(loaded: Loaded): void
  isClosed(): boolean
  /** It could not be loaded and never will be: it has ended as crashed. */
  onCrashed(summary: ExecutionSummary, end: FinishedExecution): void
}

/**
 * Brings executions back from disk. Invariants: one is loaded once at a time, however many ask, so that nobody goes on from a log that
 * another has written to since; one that cannot be loaded does not hold up the others.
 */
export function createLoader({
  ports,
  turns,
  fence,
  failures,
  open,
  isClosed,
  onCrashed,
}: LoaderOptions): (summary: ExecutionSummary, tellFirst?: TellFirst) => Promise<TakeUp> {
  const { store, workflows, clock, onTrouble } = ports
  const loading = new Map<string, Promise<TakeUp>>()

  function takeUp(summary: ExecutionSummary, tellFirst?: TellFirst): Promise<TakeUp> {
    const key = executionKey(summary)
    const load = loading.get(key) ?? tryToLoad(summary, tellFirst).finally(() => loading.delete(key))
    loading.set(key, load)
    return load
  }

  async function tryToLoad(summary: ExecutionSummary, tellFirst: TellFirst | undefined): Promise<TakeUp> {
    try {
      return await load(summary, tellFirst)
    } catch (error) {
      onTrouble(error)
      return error instanceof StoreError ? { type: 'failed', error } : recordCrash(summary, error)
    }
  }

  async function load(summary: ExecutionSummary, tellFirst: TellFirst | undefined): Promise<TakeUp> {
    const { account, id, workflowId, workflowVersion } = summary
    if (!(await store.executions.claim(account, id, fence))) return { type: 'gone' }
    failPoint('take-up-claimed')
    const published = await workflows.get(account, workflowId, workflowVersion)
    if (published === undefined) throw workflowNotFound(workflowId, workflowVersion)
    const log = await store.executions.log(account, id)
    const whole = log.some(({ shown }) => shown !== undefined) ? await readWholeLog(ports, account, id) : log
    if (whole === undefined) throw new Error(`The values that execution ${id} needs to go on are gone: somebody has deleted them.`)
    const hider = ports.capture?.hiderFor(account, published.workflow, log)
    const state = await turns.work(fold(published.plan, whole, hider))
    if (isClosed()) return { type: 'gone' }
    failPoint('take-up-loaded')
    clock.look()
    open({ plan: published.plan, state, summary, recordedEvents: log.length, hider, tellFirst })
    return { type: 'taken' }
  }

  async function recordCrash(summary: ExecutionSummary, cause: unknown): Promise<TakeUp> {
    const { account, id, startedAt, parent } = summary
    try {
      const finishedAt = clock.now()
      const standing = crashStanding(finishedAt, cause)
      const { error } = standing
      const log = await store.executions.log(account, id)
      const [started] = log
      const trigger = started?.type === 'execution-started' ? started.trigger.data : {}
      const failure = { summary, finishedAt, status: 'crashed', error } as const
      const follow = await failures.creationFor(failure, trigger)
      const told = { ...failure, workflowName: summary.workflowId, trigger, result: null }
      const letter = { ...(isOnItsOwn(summary, trigger) && { letter: 'open' as const }) }
      const end: ExecutionWrite = {
        type: 'append',
        account,
        executionId: id,
        fence,
        after: log.length,
        events: [],
        patch: { ...standing, ...letter, dueAt: null, ...(summary.admission && { place: null }) },
        waits: { begun: [], ended: 'all' },
        ...(follow && { follow }),
        ...(isEndHeard(ports, failure) && { emits: [endEvent(told)] }),
        ...(parent && { wakes: [{ type: 'wake', account, executionId: parent.executionId, dueAt: 0 }] }),
        ...(log.some(({ shown }) => shown !== undefined) && { sealed: 'dropped' }),
      }
      await store.executions.commit([end])
      ports.events?.nudge()
      onCrashed(summary, { executionId: id, status: 'crashed', result: null, startedAt, finishedAt, ...(error && { error }) })
      return { type: 'gone' }
    } catch (error) {
      onTrouble(error)
      return { type: 'failed', error }
    }
  }

  return takeUp
}

/** The hider hears of every event, so that it knows what is to be hidden in those to come. */
function* fold(plan: Plan, log: readonly ExecutionEvent[], hider: Hider | undefined): Piecewise<ExecutionState> {
  const state = newExecution()
  for (const [index, event] of log.entries()) {
    if (index > 0 && index % eventsPerPiece === 0) yield
    const { changes } = transition(plan, state, event)
    hider?.show(event, changes, state)
  }
  return state
}
