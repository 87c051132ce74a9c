import { unsettledSteps } from './section.ts'
import { activeRuns, type SectionRun, type StepRun } from './state.ts'
import { setStatus, stopTimersOf, type Turn } from './turn.ts'

/** Why a step did not come to its own end: nobody wanted the execution any more. */
export const canceledReason = 'the execution was canceled'

/** Ends everything inside a section run that has not settled: what runs is canceled, what has not begun is skipped. */
export function cancelSection(turn: Turn, run: SectionRun, reason: string): void {
  for (const step of unsettledSteps(run)) {
    if (step.status === 'pending') setStatus(turn, step, 'skipped', { reason })
    else cancelStep(turn, step, reason)
  }
  run.open = 0
}

/** Ends one step that runs, waits or retries, and everything inside it. */
export function cancelStep(turn: Turn, step: StepRun, reason: string): void {
  stopWork(turn, step, reason)
  setStatus(turn, step, 'canceled', { reason })
}

/** Aborts what a step has going without giving the step itself an outcome. */
export function stopWork(turn: Turn, step: StepRun, reason: string): void {
  stopTimersOf(turn, step)
  cancelInside(turn, step, reason)
  if (step.scope !== undefined || step.status === 'retrying') return
  turn.commands.push({ type: 'cancel-step', step: step.path })
  if (step.status === 'waiting' && step.wait?.type === 'call')
    turn.commands.push({ type: 'cancel-execution', executionId: step.wait.executionId })
}

/** Ends everything that a scope has open; nothing for other steps. */
export function cancelInside(turn: Turn, step: StepRun, reason: string): void {
  if (step.scope === undefined) return
  for (const inner of activeRuns(step.scope)) cancelSection(turn, inner, reason)
}
