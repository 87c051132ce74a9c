import { assertNever } from '../assert-never.ts'
import { canceledReason, cancelStep } from './cancel-section.ts'
import type { StepError } from './event.ts'
import { unsettledSteps } from './section.ts'
import { endCanceled } from './settle.ts'
import type { ScopeRun, SectionRun, StepRun } from './state.ts'
import { cleanUpTry } from './try.ts'
import { setStatus, stopTimersOf, type Turn } from './turn.ts'

/**
 * Owns: how an execution that is canceled lets its open `try` scopes clean up, the innermost first.
 * Does not own: how a `catch` or a `finally` runs (as ever), and what ends the execution (transition).
 * Invariants: U1 a canceled run holds nothing unsettled but scopes that clean up. U2 a `catch` or `finally` that has begun goes on and is
 * not begun anew. U3 what is left has no time limit of its own: `settings.cancelTimeout` bounds it all.
 */

/** Ends everything in the run, and in the runs inside it, that has nothing to clean up. True when that was all. */
export function windDown(turn: Turn, run: SectionRun, error: StepError): boolean {
  run.isCanceled = true
  run.open = 0
  for (const step of unsettledSteps(run)) {
    if (step.status === 'pending') setStatus(turn, step, 'skipped', { reason: canceledReason })
    else if (step.scope === undefined || isDown(turn, step, step.scope, error)) cancelStep(turn, step, canceledReason)
    else {
      run.open++
      stopTimersOf(turn, step)
    }
  }
  return run.open === 0
}

/** Winds down what the scope has open, and begins its clean-up if it has one. True when nothing of it goes on. */
function isDown(turn: Turn, step: StepRun, scope: ScopeRun, error: StepError): boolean {
  switch (scope.kind) {
    case 'for-each':
      for (const run of scope.active) if (windDown(turn, run, error)) scope.active.delete(run)
      return scope.active.size === 0
    case 'loop':
      return scope.active === undefined || windDown(turn, scope.active, error)
    case 'try': {
      const { active } = scope
      if (active === undefined) return true
      if (active.section.part === 'body') return windDown(turn, active, error) && !cleanUpTry(turn, step, scope, error)
      // What failed before it is dealt with; the cancel is not.
      scope.failure = error
      return false
    }
    default:
      return assertNever(scope)
  }
}

/** All that a canceled run had to clean up is done: so is its scope, unless that has more. */
export function closeCanceled(turn: Turn, owner: StepRun, scope: ScopeRun, run: SectionRun, error: StepError): void {
  switch (scope.kind) {
    case 'for-each':
      scope.active.delete(run)
      if (scope.active.size === 0) endCanceled(turn, owner)
      return
    case 'loop':
      scope.active = undefined
      return endCanceled(turn, owner)
    case 'try':
      if (!cleanUpTry(turn, owner, scope, error)) endCanceled(turn, owner)
      return
    default:
      return assertNever(scope)
  }
}
