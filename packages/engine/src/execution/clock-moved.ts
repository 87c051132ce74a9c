import type { ExecutionState, StepRun } from './state.ts'
import { setStatus, startTimer, type Turn, timerNames } from './turn.ts'
import { waitText } from './wait.ts'

/** Whether anything waits here for so long to pass, and not for a moment by the clock on the wall. */
export function countsDuration(state: ExecutionState): boolean {
  for (const timer of state.timers.keys()) if (isDuration(state, timer)) return true
  return false
}

/** Somebody has set the clock: what has to pass still has to pass, so that it ends at another time by that clock. */
export function moveTimers(turn: Turn, byMs: number): void {
  const { state } = turn
  for (const [timer, dueAt] of [...state.timers]) {
    if (!isDuration(state, timer)) continue
    startTimer(turn, timer, dueAt + byMs)
    const step = stepOf(state, timer)
    if (step !== undefined && timer !== timerNames.timeout(step)) moveWait(turn, step, dueAt + byMs, byMs)
  }
}

function isDuration(state: ExecutionState, timer: string): boolean {
  const wait = stepOf(state, timer)?.wait
  return !(timer.startsWith('wait:') && wait?.type === 'time' && wait.clock === 'wall')
}

/** Undefined for the timers of the execution as a whole. */
function stepOf(state: ExecutionState, timer: string): StepRun | undefined {
  return state.live.get(timer.slice(timer.indexOf(':') + 1))
}

function moveWait(turn: Turn, step: StepRun, until: number, byMs: number): void {
  const { wait, status, attempt, error } = step
  if (wait !== undefined && wait.type !== 'call' && wait.until !== undefined) step.wait = { ...wait, until: wait.until + byMs }
  // The status stays, and when it began: only until when is told anew.
  if (status === 'waiting' || status === 'retrying')
    setStatus(turn, step, status, { attempt, until, ...(status === 'retrying' ? error && { error } : { reason: waitText(step) }) })
}
