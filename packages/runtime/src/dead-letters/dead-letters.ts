import type { DeadLetter, ExecutionSummary, LetterCount, LetterFilter, Listed, Page, Store } from '@millrace/store'
import { requireValues } from '../capture/capture.ts'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { followingExecutionId } from '../execution-id.ts'

/**
 * Executions that failed for good and that nobody else hears of, until somebody runs each again or gives it up.
 * A replay is one execution for ever: asked for twice, or after a crash in the middle, it is the same one. Should it fail too, it is a
 * letter of its own, so nothing is lost by a replay.
 */
export interface DeadLetters {
  list(account: string, filter: LetterFilter, page: Page): Promise<Listed<DeadLetter>>
  counts(account: string): Promise<readonly LetterCount[]>
  /** Rejects as a start does, e.g. with `INPUTS_INVALID` when the workflow wants others by now; the letter stays open then. */
  replay(account: string, id: string, version: ReplayVersion): Promise<Replayed>
  discard(account: string, id: string): Promise<'discarded' | 'already-replayed' | 'not-found'>
  /** The letters that are chosen, at most so many, one after the other. */
  replayMany(account: string, choice: LetterChoice, version: ReplayVersion): Promise<ManyReplayed>
  discardMany(account: string, choice: LetterChoice): Promise<{ readonly discarded: number; readonly hasMore: boolean }>
}

/** `same` is the version that failed. */
export type ReplayVersion = 'newest' | 'same'

export type Replayed =
  | { readonly type: 'replayed'; readonly executionId: string }
  | { readonly type: 'discarded' }
  | { readonly type: 'not-found' }

export type LetterChoice = { readonly ids: readonly string[] } | { readonly filter: LetterFilter; readonly limit: number }

export interface ManyReplayed {
  readonly replayed: readonly { readonly id: string; readonly executionId: string }[]
  /** They stay open. */
  readonly failed: readonly { readonly id: string; readonly code: string; readonly message: string }[]
  /** The limit left letters out that the filter would take. */
  readonly hasMore: boolean
}

export function createDeadLetters({ store, driver }: { readonly store: Store; readonly driver: Pick<Driver, 'start'> }): DeadLetters {
  const { executions } = store

  async function replay(account: string, id: string, version: ReplayVersion): Promise<Replayed> {
    const summary = await executions.get(account, id)
    if (summary?.letter !== 'open') return settled(summary)
    const executionId = followingExecutionId(id, 'replay')
    try {
      await start(summary, executionId, version)
    } catch (error) {
      if (!(error instanceof RuntimeError) || error.code !== 'EXECUTION_REPLAYED') throw error
      // Somebody else has retried or discarded it since.
      return settled(await executions.get(account, id))
    }
    return { type: 'replayed', executionId }
  }

  function settled({ id, letter, replayedAs }: Partial<ExecutionSummary> = {}): Replayed {
    if (id === undefined || letter === undefined) return { type: 'not-found' }
    if (letter === 'discarded') return { type: 'discarded' }
    return { type: 'replayed', executionId: replayedAs ?? followingExecutionId(id, 'replay') }
  }

  async function start({ account, id, workflowId, workflowVersion }: ExecutionSummary, executionId: string, version: ReplayVersion) {
    const [started] = await executions.log(account, id)
    if (started?.type !== 'execution-started') throw new Error(`The log of execution ${id} does not begin with its start.`)
    requireValues(id, [started])
    const { trigger, inputs } = started
    await driver.start({
      account,
      workflowId,
      executionId,
      trigger,
      inputs,
      replayOf: id,
      settlesLetter: true,
      ...(version === 'same' && { version: workflowVersion }),
    })
  }

  async function discard(account: string, id: string): ReturnType<DeadLetters['discard']> {
    const summary = await executions.get(account, id)
    if (summary?.letter === undefined) return 'not-found'
    if (summary.letter === 'discarded') return 'discarded'
    const [outcome] = await executions.commit([{ type: 'letter', account, executionId: id, letter: 'discarded' }])
    return outcome?.type === 'written' ? 'discarded' : 'already-replayed'
  }

  async function chosen(account: string, choice: LetterChoice): Promise<{ readonly ids: readonly string[]; readonly hasMore: boolean }> {
    if ('ids' in choice) return { ids: choice.ids, hasMore: false }
    const { items, nextCursor } = await executions.letters(account, choice.filter, { limit: choice.limit })
    return { ids: items.map(({ id }) => id), hasMore: nextCursor !== undefined }
  }

  return {
    list: (account, filter, page) => executions.letters(account, filter, page),
    counts: (account) => executions.letterCounts(account),
    replay,
    discard,
    async replayMany(account, choice, version) {
      const { ids, hasMore } = await chosen(account, choice)
      const replayed: { id: string; executionId: string }[] = []
      const failed: { id: string; code: string; message: string }[] = []
      for (const id of ids) {
        try {
          const outcome = await replay(account, id, version)
          if (outcome.type === 'replayed') replayed.push({ id, executionId: outcome.executionId })
          else failed.push({ id, ...refusal(id, outcome.type) })
        } catch (error) {
          // One that cannot be started must not keep the others from it.
          failed.push({ id, ...described(error) })
        }
      }
      return { replayed, failed, hasMore }
    },
    async discardMany(account, choice) {
      const { ids, hasMore } = await chosen(account, choice)
      let discarded = 0
      for (const id of ids) if ((await discard(account, id)) === 'discarded') discarded++
      return { discarded, hasMore }
    },
  }
}

function refusal(id: string, type: 'discarded' | 'not-found'): { readonly code: string; readonly message: string } {
  if (type === 'discarded') return { code: 'LETTER_DISCARDED', message: `Dead letter ${id} was discarded.` }
  return { code: 'LETTER_NOT_FOUND', message: `There is no dead letter ${id}.` }
}

/** Only errors with a status are meant for callers. */
function described(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof Error && 'status' in error && 'code' in error) return { code: String(error.code), message: error.message }
  throw error
}
