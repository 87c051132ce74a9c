export type ExecutionStatus = 'queued' | 'running' | 'waiting' | 'paused' | 'success' | 'failed' | 'canceled' | 'timed_out' | 'crashed'

export type StepStatus = 'running' | 'waiting' | 'retrying' | 'success' | 'failed' | 'canceled' | 'timed_out' | 'skipped'

export type FinalStatus = Extract<ExecutionStatus, 'success' | 'failed' | 'canceled' | 'timed_out' | 'crashed'>

const finalStatuses: ReadonlySet<ExecutionStatus> = new Set(['success', 'failed', 'canceled', 'timed_out', 'crashed'])

/** True once an execution can change no more. */
export function isFinal(status: ExecutionStatus): status is FinalStatus {
  return finalStatuses.has(status)
}
