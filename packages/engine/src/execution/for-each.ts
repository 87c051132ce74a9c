import type { Json } from '../json.ts'
import { cancelSection } from './cancel-section.ts'
import type { StepError } from './event.ts'
import { badScopeParam, isCount, kindOf, scopeParam } from './scope-params.ts'
import { openSection, sectionResult } from './section.ts'
import { succeed } from './settle.ts'
import type { ForEachRun, SectionRun, StepRun } from './state.ts'
import { errorView, placeOf } from './step-scope.ts'
import type { Turn } from './turn.ts'

const mostAtOnce = 1000

/** Opens the scope: evaluates the list once and starts as many iterations as may run at a time. */
export function openForEach(turn: Turn, step: StepRun): void {
  const read = readParams(turn, step)
  if ('error' in read) {
    turn.agenda.push({ do: 'fail', step, error: read.error })
    return
  }
  step.scope = read
  if (read.items.length === 0) succeedWithResults(turn, step, read)
  else startIterations(turn, step, read)
}

function readParams(turn: Turn, step: StepRun): ForEachRun | { error: StepError } {
  const values = new Map<string, Json | undefined>()
  for (const key of ['items', 'concurrency', 'batch', 'onItemError']) {
    const param = scopeParam(turn, step, key, placeOf(step))
    if (!param.ok) return param
    values.set(key, param.value)
  }
  const items = values.get('items')
  if (!Array.isArray(items)) return { error: badScopeParam(`items must be a list, but it is ${kindOf(items)}.`) }
  const concurrency = values.get('concurrency') ?? 1
  if (!isCount(concurrency, mostAtOnce))
    return { error: badScopeParam(`concurrency must be a whole number from 1 to ${mostAtOnce}, but it is ${kindOf(concurrency)}.`) }
  const batch = values.get('batch')
  if (batch !== undefined && !isCount(batch, Number.MAX_SAFE_INTEGER))
    return { error: badScopeParam(`batch must be a whole number from 1, but it is ${kindOf(batch)}.`) }
  const groups = batch === undefined ? items : inGroups(items, batch)
  return {
    kind: 'for-each',
    items: groups,
    concurrency,
    collectsErrors: values.get('onItemError') === 'collect',
    results: new Array<Json>(groups.length).fill(null),
    active: new Set(),
    next: 0,
    finished: 0,
  }
}

function inGroups(items: readonly Json[], size: number): readonly Json[] {
  const groups: Json[] = []
  for (let start = 0; start < items.length; start += size) groups.push(items.slice(start, start + size))
  return groups
}

function startIterations(turn: Turn, step: StepRun, scope: ForEachRun): void {
  const body = step.node.scope?.body
  if (body === undefined) throw new Error(`Node ${step.node.id} has no body.`)
  while (scope.active.size < scope.concurrency && scope.next < scope.items.length) {
    const iteration = scope.next++
    const item = scope.items[iteration] ?? null
    scope.active.add(openSection(turn, body, { owner: step, prefix: `${step.path}[${iteration}].`, input: item, item, iteration }))
  }
}

/** An iteration has ended well. */
export function closeIteration(turn: Turn, step: StepRun, scope: ForEachRun, run: SectionRun): void {
  finishIteration(turn, step, scope, run, sectionResult(run))
}

/** An iteration has failed: ends the scope, or is put down as that item's result. */
export function failIteration(turn: Turn, step: StepRun, scope: ForEachRun, run: SectionRun, error: StepError): void {
  cancelSection(turn, run, `${error.step ?? 'a step'} failed`)
  if (scope.collectsErrors) finishIteration(turn, step, scope, run, { error: errorView(error) })
  else turn.agenda.push({ do: 'fail', step, error })
}

function finishIteration(turn: Turn, step: StepRun, scope: ForEachRun, run: SectionRun, result: Json): void {
  scope.active.delete(run)
  scope.results[run.iteration ?? 0] = result
  scope.finished++
  if (scope.finished === scope.items.length) succeedWithResults(turn, step, scope)
  else startIterations(turn, step, scope)
}

function succeedWithResults(turn: Turn, step: StepRun, scope: ForEachRun): void {
  succeed(turn, step, 'success', scope.results)
}
