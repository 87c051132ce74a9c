import type { ExecutionEvent, StepError } from '@millrace/engine'
import type { FinishedExecution } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'

interface Caller {
  readonly step: string
  readonly attempt: number
}

type Ports = Pick<RuntimePorts, 'clock' | 'random'>
type CallEvent = Extract<ExecutionEvent, { type: 'step-succeeded' | 'step-failed' }>

/** The end of a called execution as the outcome of the step that called it. */
export function finishedCall(ports: Ports, { step, attempt }: Caller, end: FinishedExecution): CallEvent {
  const base = { at: ports.clock.now(), step, attempt, startedAt: end.startedAt }
  if (end.status === 'success') return { ...base, type: 'step-succeeded', port: 'success', output: end.result }
  const cause = end.error ? `: ${end.error.message}` : '.'
  const error: StepError = {
    code: 'CALL_FAILED',
    class: 'fatal',
    message: `The called execution ${end.executionId} ended as ${end.status}${cause}`,
    ...(end.error && { details: { code: end.error.code, message: end.error.message } }),
  }
  return { ...base, type: 'step-failed', error, random: ports.random() }
}

/** The called execution could not be started: no such workflow, wrong inputs, no room. */
export function failedCall(ports: Ports, { step, attempt }: Caller, thrown: unknown): CallEvent {
  const at = ports.clock.now()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'CALL_FAILED'
  return { type: 'step-failed', at, step, attempt, startedAt: at, error: { code, class: 'fatal', message }, random: ports.random() }
}
