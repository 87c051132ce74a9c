import { parseDuration } from '../document/duration.ts'
import type { Json } from '../json.ts'
import { cancelSection } from './cancel-section.ts'
import type { StepError } from './event.ts'
import { badScopeParam, isCount, kindOf, scopeParam } from './scope-params.ts'
import { openSection, sectionResult } from './section.ts'
import { succeed } from './settle.ts'
import type { LoopRun, SectionRun, StepRun } from './state.ts'
import { type Place, placeOf, stepInput } from './step-scope.ts'
import { aloneIn, aloneIteration } from './test-run.ts'
import { setStatus, startTimer, type Turn, timerNames } from './turn.ts'
import { waitText } from './wait.ts'

const defaultMaxIterations = 100
const mostIterations = 100_000

/** Opens the scope: `while` is asked before each iteration, `until` after it. */
export function openLoop(turn: Turn, step: StepRun): void {
  const alone = aloneIn(turn, step)
  if (alone !== undefined) return openOne(turn, step, aloneIteration(alone, step))
  const max = scopeParam(turn, step, 'maxIterations', placeOf(step))
  if (!max.ok) return failLoop(turn, step, max.error)
  const maxIterations = max.value ?? defaultMaxIterations
  if (!isCount(maxIterations, mostIterations)) {
    return failLoop(
      turn,
      step,
      badScopeParam(`maxIterations must be a whole number from 1 to ${mostIterations}, but it is ${kindOf(max.value)}.`),
    )
  }
  const scope: LoopRun = { kind: 'loop', maxIterations, iteration: 0, active: undefined }
  step.scope = scope
  nextIteration(turn, step, scope)
}

function nextIteration(turn: Turn, step: StepRun, scope: LoopRun): void {
  const goOn = holds(turn, step, 'while', { ...placeOf(step), run: conditionRun(step, scope) }, true)
  if (!goOn.ok) return failLoop(turn, step, goOn.error)
  if (!goOn.value) return succeed(turn, step, 'success', step.output)
  if (scope.iteration >= scope.maxIterations) return failLoop(turn, step, tooManyIterations(scope))
  openIteration(turn, step, scope)
}

function openIteration(turn: Turn, step: StepRun, scope: LoopRun): void {
  const body = step.node.scope?.body
  if (body === undefined) throw new Error(`Node ${step.node.id} has no body.`)
  const iteration = scope.iteration++
  const input = iteration === 0 ? stepInput(step) : step.output
  scope.active = openSection(turn, body, { owner: step, prefix: `${step.path}[${iteration}].`, input, iteration })
}

/** For the node inside that is run alone. */
function openOne(turn: Turn, step: StepRun, iteration: number): void {
  const scope: LoopRun = { kind: 'loop', maxIterations: mostIterations, iteration, active: undefined }
  step.scope = scope
  openIteration(turn, step, scope)
}

/** `while` sees the number of the iteration that would come, and the loop's own output so far. */
function conditionRun(step: StepRun, scope: LoopRun): SectionRun {
  return {
    section: step.run.section,
    owner: step.run.owner,
    prefix: step.run.prefix,
    steps: step.run.steps,
    input: step.run.input,
    iteration: scope.iteration,
    open: 0,
  }
}

/** An iteration has ended well; its result is the loop's output so far. */
export function closeLoopIteration(turn: Turn, step: StepRun, scope: LoopRun, run: SectionRun): void {
  step.output = sectionResult(run)
  const place: Place = { run, input: step.output, error: undefined, now: turn.at }
  const done = holds(turn, step, 'until', place, false)
  if (!done.ok) return failLoop(turn, step, done.error)
  const interval = readInterval(turn, step, place)
  if (!interval.ok) return failLoop(turn, step, interval.error)
  scope.active = undefined
  if (done.value) succeed(turn, step, 'success', step.output)
  else if (interval.ms === 0 || isSureToFail(step, scope)) nextIteration(turn, step, scope)
  else pause(turn, step, turn.at + interval.ms)
}

/** Nothing of the loop runs until its timer fires, so a long interval costs nothing. */
function pause(turn: Turn, step: StepRun, until: number): void {
  setStatus(turn, step, 'waiting', { attempt: step.attempt, until, reason: waitText(step) })
  startTimer(turn, timerNames.wait(step), until)
}

/** The interval is over. */
export function endPause(turn: Turn, step: StepRun, scope: LoopRun): void {
  setStatus(turn, step, 'running', { attempt: step.attempt, startedAt: step.scheduledAt })
  nextIteration(turn, step, scope)
}

/** Without a `while`, which might end it well, a loop at its limit has nothing to wait for. */
function isSureToFail(step: StepRun, scope: LoopRun): boolean {
  return scope.iteration >= scope.maxIterations && !step.node.param.has('while')
}

type Interval = { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly error: StepError }

/** Asked after each iteration, so that an expression may let it grow. */
function readInterval(turn: Turn, step: StepRun, place: Place): Interval {
  const param = scopeParam(turn, step, 'interval', place)
  if (!param.ok) return param
  if (param.value === undefined) return { ok: true, ms: 0 }
  const ms = typeof param.value === 'string' ? parseDuration(param.value) : undefined
  if (ms !== undefined) return { ok: true, ms }
  return { ok: false, error: badScopeParam(`interval must be a duration such as 10s, but it is ${kindOf(param.value)}.`) }
}

export function failLoopIteration(turn: Turn, step: StepRun, run: SectionRun, error: StepError): void {
  cancelSection(turn, run, `${error.step ?? 'a step'} failed`)
  failLoop(turn, step, error)
}

type Condition = { readonly ok: true; readonly value: boolean } | { readonly ok: false; readonly error: StepError }

function holds(turn: Turn, step: StepRun, key: 'while' | 'until', place: Place, whenAbsent: boolean): Condition {
  const param = scopeParam(turn, step, key, place)
  if (!param.ok) return param
  return { ok: true, value: param.value === undefined ? whenAbsent : isTruthy(param.value) }
}

function isTruthy(value: Json): boolean {
  return Boolean(value)
}

function failLoop(turn: Turn, step: StepRun, error: StepError): void {
  turn.agenda.push({ do: 'fail', step, error })
}

function tooManyIterations(scope: LoopRun): StepError {
  return {
    code: 'LOOP_LIMIT',
    class: 'fatal',
    message: `The loop was not done after ${scope.maxIterations} iterations: raise maxIterations or check its condition.`,
  }
}
