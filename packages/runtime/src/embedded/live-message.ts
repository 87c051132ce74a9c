import type { ExecutionState } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution, LiveMessage } from '../driver.ts'
import { stepWaits } from '../waiting/step-waits.ts'
import type { Written } from './ledger.ts'

interface Told {
  readonly summary: ExecutionSummary
  readonly state: ExecutionState
  readonly hider: Pick<Hider, 'result'> | undefined
}

/** What those who watch are told of a write, at its position or, where it had no events, at the one before. `end` as it is, unhidden. */
export function liveMessage(
  { summary, state, hider }: Told,
  position: number,
  { standing, changes }: Pick<Written, 'standing' | 'changes'>,
  at: number,
  end: FinishedExecution | undefined,
): LiveMessage {
  const { account, id: executionId, workflowId } = summary
  const { status, canceling, error } = standing
  const last = end && { result: hider === undefined ? end.result : hider.result(end.result), ...(error && { error }) }
  const waits = hider === undefined ? stepWaits(state, changes) : undefined
  const more = { ...(waits && { waits }), ...(canceling && { canceling }) }
  return { position, account, executionId, workflowId, status, at, changes, ...more, ...last }
}
