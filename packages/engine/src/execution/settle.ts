import { isRetried, retryDelayMs } from '../graph/retry-plan.ts'
import type { Json } from '../json.ts'
import { afterFailure } from './after-failure.ts'
import { canceledReason, cancelInside } from './cancel-section.ts'
import type { StepError } from './event.ts'
import type { StepRun } from './state.ts'
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

/** A scope of an execution that is being canceled has cleaned up. */
export function endCanceled(turn: Turn, step: StepRun): void {
  stopTimersOf(turn, step)
  setStatus(turn, step, 'canceled', { reason: canceledReason })
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

/** The step has failed for good: takes its failure port, goes on if it may, ends its path, or fails its section. */
export function fail(turn: Turn, step: StepRun, error: StepError): void {
  if (isSettled(step)) return
  stopTimersOf(turn, step)
  cancelInside(turn, step, `${step.node.id} failed`)
  const located: StepError = { ...error, step: error.step ?? step.path }
  const next = afterFailure(turn, step, located)
  step.error = located
  step.port = next.to === 'port' ? next.port : undefined
  const status = error.class === 'timeout' && error.step === undefined ? 'timed_out' : 'failed'
  setStatus(turn, step, status, {
    error: located,
    attempt: step.attempt,
    startedAt: step.scheduledAt,
    ...(step.port !== undefined && { port: step.port }),
    ...(next.to === 'port' && next.isFallback && { output: next.output }),
  })
  switch (next.to) {
    case 'section':
      turn.agenda.push({ do: 'fail-section', run: step.run, error: next.error })
      return
    case 'nowhere':
      step.endsPath = true
      break
    case 'port':
      step.pathError = located
      step.output = next.output
  }
  turn.agenda.push({ do: 'leave', step })
}
