import { isRetried, retryDelayMs } from '../graph/retry-plan.ts'
import { failurePorts, hasEdgeFor } from '../graph/taken-edge.ts'
import type { Json } from '../json.ts'
import { cancelInside } from './cancel-section.ts'
import type { StepError } from './event.ts'
import type { StepRun } from './state.ts'
import { errorView } from './step-scope.ts'
import { isSettled, setStatus, startTimer, stopTimersOf, type Turn, timerNames } from './turn.ts'

/** Gives a step its output; its edges follow. */
export function succeed(turn: Turn, step: StepRun, port: string, output: Json): void {
  stopTimersOf(turn, step)
  step.port = port
  step.output = output
  step.error = undefined
  setStatus(turn, step, 'success', { port, output, attempt: step.attempt, startedAt: step.scheduledAt })
  turn.agenda.push({ do: 'leave', step })
}

/** An attempt has failed: waits for the next one if the policy allows it, else the step fails. */
export function failAttempt(turn: Turn, step: StepRun, error: StepError, random: number): void {
  stopTimersOf(turn, step)
  const { retry } = step.node
  if (retry === undefined || step.attempt >= retry.attempts || !isRetried(retry, error)) {
    turn.agenda.push({ do: 'fail', step, error })
    return
  }
  const until = turn.at + retryDelayMs(retry, step.attempt, random, error.retryAfterMs)
  step.error = error
  setStatus(turn, step, 'retrying', { attempt: step.attempt, error, until })
  startTimer(turn, timerNames.retry(step), until)
}

/** The step has failed for good: takes its failure port, goes on if it may, or fails its section. */
export function fail(turn: Turn, step: StepRun, error: StepError): void {
  if (isSettled(step)) return
  stopTimersOf(turn, step)
  cancelInside(turn, step, `${step.node.id} failed`)
  const located: StepError = { ...error, step: error.step ?? step.path }
  step.error = located
  step.port = failurePort(step, error)
  const status = error.class === 'timeout' && error.step === undefined ? 'timed_out' : 'failed'
  setStatus(turn, step, status, {
    error: located,
    attempt: step.attempt,
    startedAt: step.scheduledAt,
    ...(step.port !== undefined && { port: step.port }),
  })
  if (step.port === undefined) {
    turn.agenda.push({ do: 'fail-section', run: step.run, error: located })
    return
  }
  step.pathError = located
  step.output = { error: errorView(located) }
  turn.agenda.push({ do: 'leave', step })
}

function failurePort(step: StepRun, error: StepError): string | undefined {
  const [errorPort = 'error', timeoutPort = 'timeout'] = failurePorts
  if (error.class === 'timeout' && hasEdgeFor(step.node, timeoutPort)) return timeoutPort
  if (hasEdgeFor(step.node, errorPort)) return errorPort
  return step.node.definition.onError === 'continue' ? (step.node.ports[0] ?? 'success') : undefined
}
