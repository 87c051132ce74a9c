import type { Json } from '../json.ts'
import { canceledReason, cancelSection } from './cancel-section.ts'
import type { StepError } from './event.ts'
import type { FinalStatus } from './status.ts'
import { stopTimer, type Turn, timerNames } from './turn.ts'

const endings: Readonly<Record<FinalStatus, string>> = {
  success: 'the execution ended',
  failed: 'an earlier step failed',
  canceled: canceledReason,
  timed_out: 'the execution took too long',
  crashed: 'the execution crashed',
}

/** Ends everything that has not settled, and the execution with it. */
export function endExecution(turn: Turn, status: FinalStatus, result: Json, error: StepError | undefined): void {
  const { state } = turn
  if (state.root !== undefined) cancelSection(turn, state.root, endings[status])
  stopTimer(turn, timerNames.execution)
  stopTimer(turn, timerNames.cancel)
  state.pause = undefined
  state.queue = undefined
  state.status = status
  state.result = result
  state.error = error
  turn.commands.push({ type: 'end-execution', status, result, ...(error && { error }) })
}
