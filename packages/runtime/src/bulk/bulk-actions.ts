import type { ExecutionStatus } from '@millrace/engine'
import type { ExecutionFilter, ExecutionSummary, Store } from '@millrace/store'
import type { CancelRequest, Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { followingExecutionId } from '../execution-id.ts'
import { nextTurn } from '../next-turn.ts'

/**
 * The same done to many executions, a bounded number at a time. Of a filter only those are taken to which it can be done at all; each
 * that cannot be after all is told with its reason, and keeps none of the others from it.
 */
export interface BulkActions {
  run(account: string, request: BulkRequest): Promise<BulkOutcome>
  /** How many it would concern, without doing it. */
  count(account: string, request: Pick<BulkRequest, 'action' | 'choice'>): Promise<number>
}

export interface BulkRequest {
  readonly action: BulkAction
  readonly choice: BulkChoice
  /** Why and who, for the history; of a cancel, whether at once. A retry has no use for it. */
  readonly note: CancelRequest
}

export type BulkAction = 'cancel' | 'retry' | 'pause' | 'resume'

export type BulkChoice =
  | { readonly ids: readonly string[] }
  /** The newest first; those after `cursor`. */
  | { readonly filter: ExecutionFilter; readonly limit: number; readonly cursor?: string }

export interface BulkOutcome {
  readonly done: number
  /** Of a retry: what each runs again as. */
  readonly started: readonly { readonly id: string; readonly executionId: string }[]
  readonly refused: readonly Refusal[]
  /** How many more fit; counted up to `mostCounted`. */
  readonly left: number
  /** Where to go on. */
  readonly nextCursor?: string
}

export interface Refusal {
  readonly id: string
  readonly code: string
  readonly message: string
}

/** Beyond this a count is that or more. */
export const mostCounted = 100_000

/** So many are under way at once: they share commits, and leave room for everyone else's. */
const mostAtOnce = 50
/** A replay folds the log several times without a pause: 200 logs of 600 events each kept everyone else waiting 600 ms in batches of 50. */
const replaysAtOnce = 4
const pageSize = 1000

type One = (account: string, id: string, note: CancelRequest) => Promise<Refusal | { readonly executionId?: string }>

interface Action {
  /** In which of these it can be done. */
  readonly statuses: readonly ExecutionStatus[]
  /** Whether a filter takes it; all when left out. */
  takes?(summary: ExecutionSummary): boolean | Promise<boolean>
  /** Of those that a filter has chosen: callers before what they have called, which began later. */
  readonly isOldestFirst?: true
  readonly atOnce?: number
  readonly one: One
}

const unfinished: readonly ExecutionStatus[] = ['queued', 'running', 'waiting', 'paused']
const failures: readonly ExecutionStatus[] = ['failed', 'canceled', 'timed_out', 'crashed']

export function createBulkActions({ store, driver }: { readonly store: Store; readonly driver: Driver }): BulkActions {
  const actions: Readonly<Record<BulkAction, Action>> = {
    cancel: {
      statuses: unfinished,
      isOldestFirst: true,
      one: async (account, id, note) => told(id, 'canceled', await driver.cancel(account, id, note)),
    },
    pause: {
      statuses: ['running', 'waiting'],
      one: async (account, id, note) => told(id, 'paused', await driver.pause(account, id, note)),
    },
    resume: {
      statuses: ['paused'],
      one: async (account, id, note) => told(id, 'resumed', await driver.unpause(account, id, note)),
    },
    retry: {
      statuses: failures,
      atOnce: replaysAtOnce,
      takes: isLeftToRetry,
      async one(account, id) {
        const outcome = await driver.replay({ account, executionId: id, choice: { type: 'retry' } })
        return outcome.type === 'replayed' ? { executionId: outcome.started.executionId } : told(id, 'retried', 'not-found')
      },
    },
  }

  /** By its id anything can be retried all the same. */
  async function isLeftToRetry({ account, id, letter, parent, replayedAs }: ExecutionSummary): Promise<boolean> {
    if (letter !== undefined) return letter === 'open'
    // Its caller has heard of its end: that one's retry calls it anew, and with one of its own it would be run twice.
    if (parent !== undefined || replayedAs !== undefined) return false
    // Of a release that did not mark it.
    return (await store.executions.get(account, followingExecutionId(id, 'retry'))) === undefined
  }

  async function chosen(account: string, { action, choice }: Pick<BulkRequest, 'action' | 'choice'>): Promise<Chosen> {
    if ('ids' in choice) return { ids: [...new Set(choice.ids)] }
    const { takes = everyOne, isOldestFirst } = actions[action]
    const filter = narrowed(choice.filter, actions[action])
    const ids: string[] = []
    let cursor = choice.cursor
    do {
      const limit = Math.min(pageSize, choice.limit - ids.length)
      const page = await store.executions.list(account, filter, { limit, ...(cursor !== undefined && { cursor }) })
      for (const row of page.items) if (await takes(row)) ids.push(row.id)
      cursor = page.nextCursor
      await nextTurn()
    } while (cursor !== undefined && ids.length < choice.limit)
    if (isOldestFirst) ids.reverse()
    return { ids, ...(cursor !== undefined && { nextCursor: cursor }) }
  }

  async function count(account: string, request: Pick<BulkRequest, 'action' | 'choice'>): Promise<number> {
    const { choice, action } = request
    if (!('ids' in choice)) return (await chosen(account, { action, choice: { ...choice, limit: mostCounted } })).ids.length
    const { statuses } = actions[action]
    const rows = await inBatches([...new Set(choice.ids)], mostAtOnce, (id) => store.executions.get(account, id))
    return rows.filter((row) => row !== undefined && statuses.includes(row.status)).length
  }

  return {
    count,
    async run(account, request) {
      const { action, choice, note } = request
      const { ids, nextCursor } = await chosen(account, request)
      const { one, atOnce = mostAtOnce } = actions[action]
      const outcomes = await inBatches(ids, atOnce, (id) => one(account, id, note).catch((error: unknown) => refusal(id, error)))
      const refused = outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : []))
      const started = outcomes.flatMap((outcome, index) =>
        'executionId' in outcome && outcome.executionId !== undefined ? [{ id: ids[index] ?? '', executionId: outcome.executionId }] : [],
      )
      const rest =
        'ids' in choice || nextCursor === undefined ? 0 : await count(account, { action, choice: { ...choice, cursor: nextCursor } })
      return { done: outcomes.length - refused.length, started, refused, left: rest, ...(nextCursor !== undefined && { nextCursor }) }
    },
  }
}

interface Chosen {
  readonly ids: readonly string[]
  readonly nextCursor?: string
}

function everyOne(): boolean {
  return true
}

function narrowed(filter: ExecutionFilter, { statuses }: Action): ExecutionFilter {
  return { ...filter, status: statuses.filter((status) => filter.status === undefined || filter.status.includes(status)) }
}

async function inBatches<T>(ids: readonly string[], atOnce: number, work: (id: string) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = []
  for (let from = 0; from < ids.length; from += atOnce) {
    results.push(...(await Promise.all(ids.slice(from, from + atOnce).map(work))))
    await nextTurn()
  }
  return results
}

type Told = Awaited<ReturnType<Driver['cancel' | 'pause' | 'unpause']>>

function told(id: string, done: string, outcome: Told): Refusal | Record<never, never> {
  switch (outcome) {
    case 'not-found':
      return { id, code: 'EXECUTION_NOT_FOUND', message: `There is no execution ${id.slice(0, 100)}.` }
    case 'already-finished':
      return { id, code: 'EXECUTION_FINISHED', message: `Execution ${id} has finished: it cannot be ${done}.` }
    case 'queued':
      return { id, code: 'EXECUTION_QUEUED', message: `Execution ${id} is queued and has not begun: it cannot be ${done}.` }
    case 'canceling':
      if (done === 'canceled') return {}
      return { id, code: 'EXECUTION_CANCELING', message: `Execution ${id} is being canceled: it cannot be ${done} any more.` }
    default:
      return {}
  }
}

/** One that concerns the store concerns all the others too. */
function refusal(id: string, error: unknown): Refusal {
  if (error instanceof RuntimeError) return { id, code: error.code, message: error.message }
  throw error
}
