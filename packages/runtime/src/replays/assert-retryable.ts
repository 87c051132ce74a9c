import type { ExecutionStore, ExecutionSummary } from '@millrace/store'
import { RuntimeError } from '../errors.ts'

type Executions = Pick<ExecutionStore, 'get' | 'list'>

/** Throws unless what has failed in it can be run again now, as the execution of the new id. */
export async function assertRetryable(executions: Executions, summary: ExecutionSummary, newId: string): Promise<void> {
  const { id, status, letter } = summary
  if (status === 'success') {
    throw new RuntimeError('EXECUTION_SUCCEEDED', `Execution ${id} succeeded, so nothing is to be retried: replay it from a step instead.`)
  }
  if (letter === 'replayed' || (letter === undefined && summary.replayedAs !== undefined))
    await assertNotReplayed(executions, summary, newId)
  else await assertCleanedUp(executions, summary)
}

/** Of a retry that was deleted since nobody can say what it did: it is not begun anew. */
async function assertNotReplayed(executions: Executions, summary: ExecutionSummary, newId: string): Promise<void> {
  const { account, id, replayedAs = '' } = summary
  const isGone = (await executions.get(account, replayedAs)) === undefined
  if (!isGone && replayedAs === newId) return
  const advice = isGone ? 'which is deleted by now: replay this one if it must run once more' : 'retry that one, or replay this one'
  throw new RuntimeError('EXECUTION_REPLAYED', `Execution ${id} was run again as ${replayedAs}, ${advice}.`)
}

/** Nobody waits for the clean-up of what was called; called anew meanwhile, it would undo what the new one does. */
async function assertCleanedUp(executions: Executions, { account, id }: ExecutionSummary): Promise<void> {
  const { items } = await executions.list(account, { parentId: id, status: ['running', 'waiting', 'paused'] }, { limit: 100 })
  const one = items.find(({ canceling, calledOff }) => canceling || calledOff)
  if (one === undefined) return
  const why = `What execution ${id} has called is still being canceled: wait for the end of ${one.id}, then retry`
  throw new RuntimeError('EXECUTION_UNFINISHED', `${why}.`)
}
