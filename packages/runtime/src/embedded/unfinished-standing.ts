import { type ExecutionState, isCanceling, isQueued } from '@millrace/engine'

/** What is said of an execution that goes on. */
export interface UnfinishedStanding {
  readonly status: 'queued' | 'running' | 'waiting' | 'paused'
  /** It cleans up after a cancel. */
  readonly canceling?: true
}

/** `isAsleep`: only timers, signals and other executions can carry it on. */
export function unfinishedStanding(state: ExecutionState, isAsleep: boolean): UnfinishedStanding {
  if (isQueued(state)) return { status: 'queued' }
  if (state.pause !== undefined) return { status: 'paused' }
  const status = isAsleep ? 'waiting' : 'running'
  return isCanceling(state) ? { status, canceling: true } : { status }
}
