import { assertNever } from '../assert-never.ts'
import { stopWork } from './cancel-section.ts'
import type { SignalReceived, StepError, TimerFired, Wait } from './event.ts'
import { failAttempt, succeed } from './settle.ts'
import type { StepRun } from './state.ts'
import { setStatus, startTimer, type Turn, timerNames } from './turn.ts'

/** The attempt has done its part and waits: starts the timer that ends the wait, or asks for what it waits for. */
export function beginWait(turn: Turn, step: StepRun, wait: Wait): void {
  step.wait = wait
  if (wait.type === 'again') step.memory = wait.memory
  const until = wait.type === 'call' ? undefined : wait.until
  setStatus(turn, step, 'waiting', { attempt: step.attempt, ...(until !== undefined && { until }), reason: waitText(step) })
  if (until !== undefined) startTimer(turn, timerNames.wait(step), until)
  if (wait.type === 'call') turn.commands.push({ type: 'await-execution', step: step.path, attempt: step.attempt, call: wait })
}

/** What the step waits for, for people. */
export function waitText({ wait }: Pick<StepRun, 'wait'>): string {
  switch (wait?.type) {
    case undefined:
      return 'waits for its next iteration'
    case 'time':
      return 'waits for a time'
    case 'again':
      return 'waits to be run again'
    case 'signal':
      // The key of a token opens the step to whoever holds it: it is nothing to show.
      return wait.channel === 'event' ? `waits for the event ${wait.key}` : 'waits for an answer at its own address'
    case 'call':
      return `waits for execution ${wait.executionId}`
    default:
      return assertNever(wait)
  }
}

/** The timer of a wait has fired. */
export function endWait(turn: Turn, step: StepRun, fired: TimerFired): void {
  switch (step.wait?.type) {
    case 'time':
      return succeed(turn, step, step.node.ports[0] ?? 'success', step.wait.output)
    case 'again':
      turn.agenda.push({ do: 'go-on', step })
      return
    case 'signal':
      return giveUpWaiting(turn, step, fired)
    default:
      throw new Error(`Step ${step.path} waits for no time.`)
  }
}

function giveUpWaiting(turn: Turn, step: StepRun, { random, taken }: TimerFired): void {
  stopWork(turn, step, 'nothing came in time')
  const error: StepError = { code: 'WAIT_TIMEOUT', class: 'timeout', message: `${step.node.id} waited in vain: nothing came in time.` }
  if (taken?.settles === true) turn.agenda.push({ do: 'fail', step, error })
  else failAttempt(turn, step, error, random)
}

/** What the step waited for has come: that is its output. */
export function receiveSignal(turn: Turn, step: StepRun, { port, data }: SignalReceived): void {
  succeed(turn, step, port ?? step.node.ports[0] ?? 'success', data)
}

/** Whether the step waits for a signal that comes by this channel; by any, when none is named. */
export function waitsForSignal(step: StepRun | undefined, channel: SignalReceived['channel']): boolean {
  return step?.status === 'waiting' && step.wait?.type === 'signal' && (channel === undefined || channel === step.wait.channel)
}
