import { type ExecutionState, type FinalStatus, isFinal } from '@millrace/engine'

export function isOver(state: ExecutionState): state is ExecutionState & { status: FinalStatus } {
  return state.status !== 'new' && isFinal(state.status)
}
