import type { Plan } from '../graph/plan.ts'
import type { Progress, StepChange } from './change.ts'
import type { Command } from './command.ts'
import type { StepError } from './event.ts'
import type { ExecutionState, SectionRun, StepRun } from './state.ts'
import type { StepStatus } from './status.ts'

/** The work of one event: what it may read, and what it has asked for so far. */
export interface Turn {
  readonly plan: Plan
  readonly state: ExecutionState
  /** The time of the event. */
  readonly at: number
  readonly commands: Command[]
  readonly changes: StepChange[]
  /** What is left to do. A list and no recursion, so that 10,000 empty iterations need no deep stack. */
  readonly agenda: Task[]
}

export type Task =
  /** All that the step waited for is there. */
  | { readonly do: 'activate'; readonly step: StepRun }
  /** The step is to be tried again. */
  | { readonly do: 'retry'; readonly step: StepRun }
  /** The attempt has waited to be run again. */
  | { readonly do: 'go-on'; readonly step: StepRun }
  /** The step has an outcome on `step.port`; its edges are to be resolved. */
  | { readonly do: 'leave'; readonly step: StepRun }
  /** The step has failed for good. */
  | { readonly do: 'fail'; readonly step: StepRun; readonly error: StepError }
  /** All steps of a section have settled. */
  | { readonly do: 'close-section'; readonly run: SectionRun }
  /** A step failed and nothing inside the section handles it. */
  | { readonly do: 'fail-section'; readonly run: SectionRun; readonly error: StepError }

/** Enters a status and tells the live views. */
export function setStatus(turn: Turn, step: StepRun, status: StepStatus, more: Partial<StepChange> = {}): void {
  step.status = status
  if (status === 'running' || status === 'waiting' || status === 'retrying') turn.state.live.set(step.path, step)
  else turn.state.live.delete(step.path)
  turn.changes.push({ step: step.path, node: step.node.id, type: step.node.definition.type, status, at: turn.at, ...more })
}

/** Tells the live views how far a scope has come; its status stays. */
export function tellProgress(turn: Turn, step: StepRun, progress: Progress): void {
  if (step.status === 'pending') return
  const { path, node, status, attempt, scheduledAt } = step
  turn.changes.push({
    step: path,
    node: node.id,
    type: node.definition.type,
    status,
    at: turn.at,
    attempt,
    startedAt: scheduledAt,
    progress,
  })
}

export function isSettled(step: StepRun): boolean {
  switch (step.status) {
    case 'pending':
    case 'running':
    case 'waiting':
    case 'retrying':
      return false
    default:
      return true
  }
}

export function startTimer(turn: Turn, timer: string, dueAt: number): void {
  turn.state.timers.set(timer, dueAt)
  turn.commands.push({ type: 'start-timer', timer, dueAt })
}

export function stopTimer(turn: Turn, timer: string): void {
  if (turn.state.timers.delete(timer)) turn.commands.push({ type: 'cancel-timer', timer })
}

/** The names of a step's timers. `timeout` counts from the start of an attempt; the others replace each other. */
export const timerNames = {
  execution: 'execution',
  cancel: 'cancel',
  timeout: (step: StepRun) => `timeout:${step.path}`,
  retry: (step: StepRun) => `retry:${step.path}`,
  wait: (step: StepRun) => `wait:${step.path}`,
} as const

export function stopTimersOf(turn: Turn, step: StepRun): void {
  if (turn.state.timers.size === 0) return
  stopTimer(turn, timerNames.timeout(step))
  stopTimer(turn, timerNames.retry(step))
  stopTimer(turn, timerNames.wait(step))
}
