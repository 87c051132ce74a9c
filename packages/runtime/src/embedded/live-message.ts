import type { ExecutionSummary } from '@millrace/store'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution, LiveMessage } from '../driver.ts'
import type { Written } from './ledger.ts'

interface Told {
  readonly summary: ExecutionSummary
  readonly hider: Pick<Hider, 'result'> | undefined
}

/** What those who watch are told of a write, at its position or, where it had no events, at the one before. `end` as it is, unhidden. */
export function liveMessage(
  { summary, hider }: Told,
  position: number,
  { standing, changes }: Pick<Written, 'standing' | 'changes'>,
  at: number,
  end: FinishedExecution | undefined,
): LiveMessage {
  const { account, id: executionId, workflowId } = summary
  const { status, canceling, error } = standing
  const last = end && { result: hider === undefined ? end.result : hider.result(end.result), ...(error && { error }) }
  return { position, account, executionId, workflowId, status, at, changes, ...(canceling && { canceling }), ...last }
}
