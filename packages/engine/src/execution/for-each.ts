import type { Json } from '../json.ts'
import { cancelSection } from './cancel-section.ts'
import type { StepError, TestTarget } from './event.ts'
import { readForEach } from './for-each-params.ts'
import { scopeParam } from './scope-params.ts'
import { openSection, sectionResult } from './section.ts'
import { succeed } from './settle.ts'
import type { ForEachRun, SectionRun, StepRun } from './state.ts'
import { errorView } from './step-scope.ts'
import { aloneIn, aloneIteration } from './test-run.ts'
import { type Turn, tellProgress } from './turn.ts'

/** Opens the scope: evaluates the list once and starts as many iterations as may run at a time. */
export function openForEach(turn: Turn, step: StepRun): void {
  const alone = aloneIn(turn, step)
  const read = withGivenItem(alone) ?? readForEach(turn, step)
  if ('error' in read) {
    turn.agenda.push({ do: 'fail', step, error: alone === undefined ? read.error : noItem(step, read.error.message) })
    return
  }
  if (alone !== undefined) return openOne(turn, step, read, aloneIteration(alone, step))
  step.scope = read
  if (read.items.length === 0) succeedWithResults(turn, step, read)
  else startIterations(turn, step, read)
}

/** For the node inside that is run alone. */
function openOne(turn: Turn, step: StepRun, read: ForEachRun, iteration: number): void {
  if (read.items.length === 0) {
    turn.agenda.push({ do: 'fail', step, error: noItem(step, 'its list is empty') })
    return
  }
  const scope: ForEachRun = { ...read, concurrency: 1, next: Math.min(iteration, read.items.length - 1) }
  step.scope = scope
  startIterations(turn, step, scope)
}

function noItem({ node }: StepRun, why: string): StepError {
  const message = `${node.id} has no item to run a node inside with: ${why}. Give an item, pin what the list is made of, or name an execution.`
  return { code: 'NO_ITEM', class: 'fatal', message }
}

/** With an item at hand, the list need not be one that can be evaluated. */
function withGivenItem(alone: TestTarget | undefined): ForEachRun | undefined {
  if (alone?.item === undefined) return undefined
  const nothingDone = { results: [null], active: new Set<SectionRun>(), next: 0, finished: 0, last: -1, tellEvery: 1 }
  return { kind: 'for-each', items: [alone.item], concurrency: 1, onItemError: 'fail', isCompact: false, ...nothingDone }
}

function startIterations(turn: Turn, step: StepRun, scope: ForEachRun): void {
  const body = step.node.scope?.body
  if (body === undefined) throw new Error(`Node ${step.node.id} has no body.`)
  while (scope.active.size < scope.concurrency && scope.next < scope.items.length) {
    const iteration = scope.next++
    const path = `${step.path}[${iteration}]`
    const given = turn.state.givenItems?.[path]
    const item = given === undefined ? (scope.items[iteration] ?? null) : given
    scope.active.add(openSection(turn, body, { owner: step, prefix: `${path}.`, input: item, item, iteration }))
  }
}

/** An iteration has ended well. */
export function closeIteration(turn: Turn, step: StepRun, scope: ForEachRun, run: SectionRun): void {
  finishIteration(turn, step, scope, { run, result: sectionResult(run) })
}

/** An iteration has failed: ends the scope, is put down as that item's result, or has none. */
export function failIteration(turn: Turn, step: StepRun, scope: ForEachRun, run: SectionRun, error: StepError): void {
  cancelSection(turn, run, `${error.step ?? 'a step'} failed`)
  switch (scope.onItemError) {
    case 'fail':
      turn.agenda.push({ do: 'fail', step, error })
      return
    case 'continue':
      return finishIteration(turn, step, scope, { run, result: null, error })
    case 'collect':
      return finishIteration(turn, step, scope, { run, result: { error: errorView(error) }, error })
  }
}

interface Finished {
  readonly run: SectionRun
  readonly result: Json
  readonly error?: StepError
}

function finishIteration(turn: Turn, step: StepRun, scope: ForEachRun, finished: Finished): void {
  const { run, result } = finished
  const iteration = run.iteration ?? 0
  scope.active.delete(run)
  scope.results[iteration] = result
  scope.last = Math.max(scope.last, iteration)
  scope.finished++
  // Nearly no for-each has one, and 10,000 iterations notice.
  const end = step.node.param.has('until') ? isEnough(turn, step, finished) : goesOn
  if (!end.ok) turn.agenda.push({ do: 'fail', step, error: end.error })
  else if (end.value) endEarly(turn, step, scope)
  else if (scope.finished === scope.items.length) succeedWithResults(turn, step, scope)
  else {
    if (scope.finished % scope.tellEvery === 0) tellProgress(turn, step, { finished: scope.finished, total: scope.items.length })
    startIterations(turn, step, scope)
  }
}

const goesOn = { ok: true, value: false } as const

/** `until` sees what the iteration's own nodes would. */
function isEnough(turn: Turn, step: StepRun, { run, result, error }: Finished) {
  const param = scopeParam(turn, step, 'until', { run, input: result, error, now: turn.at })
  return param.ok ? { ok: true as const, value: Boolean(param.value) } : param
}

function endEarly(turn: Turn, step: StepRun, scope: ForEachRun): void {
  for (const run of scope.active) cancelSection(turn, run, `${step.node.id} has ended early`)
  scope.active.clear()
  succeedWithResults(turn, step, scope)
}

function succeedWithResults(turn: Turn, step: StepRun, { results, last, items, isCompact }: ForEachRun): void {
  const done = last + 1 < items.length ? results.slice(0, last + 1) : results
  succeed(turn, step, 'success', isCompact ? done.filter((result) => result !== null) : done)
}
