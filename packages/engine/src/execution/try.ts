import type { Section } from '../graph/plan.ts'
import { cancelSection } from './cancel-section.ts'
import type { StepError } from './event.ts'
import { openSection, sectionResult } from './section.ts'
import { endCanceled, succeed } from './settle.ts'
import type { SectionRun, StepRun, TryRun } from './state.ts'
import { stepInput } from './step-scope.ts'
import { aloneIn, alonePart } from './test-run.ts'
import type { Turn } from './turn.ts'

/** Opens the scope with its body. */
export function openTry(turn: Turn, step: StepRun): void {
  const scope: TryRun = { kind: 'try', active: undefined, body: undefined, result: null, failure: undefined }
  step.scope = scope
  const alone = aloneIn(turn, step)
  openPart(turn, step, scope, (alone && alonePart(turn.plan, alone, step)) ?? partsOf(step).body)
}

function partsOf(step: StepRun): { readonly body: Section; readonly catch?: Section; readonly finally?: Section } {
  if (step.node.scope === undefined) throw new Error(`Node ${step.node.id} is no scope.`)
  return step.node.scope
}

function openPart(turn: Turn, step: StepRun, scope: TryRun, section: Section, error?: StepError): void {
  const prefix = section.part === 'body' ? `${step.path}.` : `${step.path}.${section.part}.`
  scope.active = openSection(turn, section, { owner: step, prefix, input: stepInput(step), ...(error && { error }) })
  scope.body ??= scope.active
}

/** The execution is being canceled and nothing of the body goes on: the scope cleans up, `catch` first. False when it has neither part. */
export function cleanUpTry(turn: Turn, step: StepRun, scope: TryRun, error: StepError): boolean {
  const { catch: handler, finally: last } = partsOf(step)
  const part = handler ?? last
  if (part === undefined) return false
  // It stays, whatever `catch` makes of it: `finally` sees it too.
  scope.failure = error
  openPart(turn, step, scope, part, error)
  return true
}

/** A part has ended well: the body or the catch gives the result, then comes `finally`, then the end. */
export function closeTryPart(turn: Turn, step: StepRun, scope: TryRun, run: SectionRun): void {
  if (run.section.part !== 'finally') {
    scope.result = sectionResult(run)
    return finallyOrEnd(turn, step, scope)
  }
  endTry(turn, step, scope)
}

/** A part has failed: the body's failure goes to `catch` if there is one, any other fails the step after `finally`. */
export function failTryPart(turn: Turn, step: StepRun, scope: TryRun, run: SectionRun, error: StepError): void {
  cancelSection(turn, run, `${error.step ?? 'a step'} failed`)
  const { catch: handler } = partsOf(step)
  if (run.section.part === 'body' && handler !== undefined) return openPart(turn, step, scope, handler, error)
  scope.failure = error
  if (run.section.part === 'finally') endTry(turn, step, scope)
  else finallyOrEnd(turn, step, scope)
}

function finallyOrEnd(turn: Turn, step: StepRun, scope: TryRun): void {
  const { finally: last } = partsOf(step)
  if (last !== undefined) openPart(turn, step, scope, last, scope.failure)
  else endTry(turn, step, scope)
}

function endTry(turn: Turn, step: StepRun, scope: TryRun): void {
  scope.active = undefined
  if (step.run.isCanceled) endCleanUp(turn, step, scope)
  else if (scope.failure !== undefined) turn.agenda.push({ do: 'fail', step, error: scope.failure })
  else succeed(turn, step, 'success', scope.result)
}

/** Whatever its parts have made of it, it ends as canceled. What has gone wrong in them is told with the end of the execution. */
function endCleanUp(turn: Turn, step: StepRun, { failure }: TryRun): void {
  const { cancel } = turn.state
  if (failure !== undefined && failure !== cancel?.error) cancel?.failures.push({ ...failure, step: failure.step ?? step.path })
  endCanceled(turn, step)
}
