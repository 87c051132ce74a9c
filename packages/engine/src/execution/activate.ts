import { openForEach } from './for-each.ts'
import { openLoop } from './loop.ts'
import type { StepRun } from './state.ts'
import { stepInput } from './step-scope.ts'
import { standsIn } from './test-run.ts'
import { openTry } from './try.ts'
import { setStatus, startTimer, type Turn, timerNames } from './turn.ts'

/** Begins a step whose edges let it: runs its node, opens its scope, or passes through if it is disabled. */
export function activate(turn: Turn, step: StepRun): void {
  if (step.status !== 'pending') return
  step.scheduledAt = turn.at
  if (turn.state.test !== undefined && standsIn(turn, turn.state.test, step)) return
  if (step.node.definition.disabled) passThrough(turn, step)
  else if (step.node.scope !== undefined) openScope(turn, step)
  else startAttempt(turn, step)
}

function passThrough(turn: Turn, step: StepRun): void {
  step.output = stepInput(step)
  step.port = step.node.ports[0] ?? 'success'
  setStatus(turn, step, 'skipped', { reason: 'disabled', port: step.port })
  turn.agenda.push({ do: 'leave', step })
}

/** The delay is over; the step may have been ended while the execution was paused. */
export function retry(turn: Turn, step: StepRun): void {
  if (step.status === 'retrying') startAttempt(turn, step)
}

/** Asks for the next attempt. `now` in its expressions is the time of this event. */
function startAttempt(turn: Turn, step: StepRun): void {
  step.attempt++
  step.scheduledAt = turn.at
  setStatus(turn, step, 'running', { attempt: step.attempt, startedAt: turn.at })
  limitTime(turn, step)
  turn.commands.push({ type: 'run-step', step: step.path, node: step.node.id, attempt: step.attempt })
}

/** The wait of an attempt is over: its node is run once more, with the parameters that it had. Its time may be up since, in a pause. */
export function goOnWithAttempt(turn: Turn, step: StepRun): void {
  if (step.status !== 'waiting') return
  setStatus(turn, step, 'running', { attempt: step.attempt, startedAt: step.scheduledAt })
  turn.commands.push({ type: 'run-step', step: step.path, node: step.node.id, attempt: step.attempt })
}

function openScope(turn: Turn, step: StepRun): void {
  step.attempt = 1
  setStatus(turn, step, 'running', { attempt: 1, startedAt: turn.at })
  limitTime(turn, step)
  switch (step.node.scope?.kind) {
    case 'for-each':
      return openForEach(turn, step)
    case 'loop':
      return openLoop(turn, step)
    case 'try':
      return openTry(turn, step)
    case undefined:
      throw new Error(`Node ${step.node.id} is no scope.`)
  }
}

function limitTime(turn: Turn, step: StepRun): void {
  if (step.node.timeoutMs !== undefined) startTimer(turn, timerNames.timeout(step), turn.at + step.node.timeoutMs)
}
