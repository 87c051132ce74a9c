import type { Json } from '../json.ts'
import { isJsonObject } from '../json.ts'
import type { StepError } from './event.ts'
import { badScopeParam, isCount, isOneOf, kindOf, scopeParam } from './scope-params.ts'
import type { ForEachRun, StepRun } from './state.ts'
import { placeOf } from './step-scope.ts'
import type { Turn } from './turn.ts'

const mostAtOnce = 1000
const defaultMaxItems = 100_000
const mostItems = 1_000_000
/** For fewer items no progress is told: the iterations tell enough of those themselves. */
const fewest = 10

const keys = ['items', 'concurrency', 'batch', 'onItemError', 'results', 'maxItems'] as const

type Params = Partial<Record<(typeof keys)[number], Json | undefined>>

/** The parameters of a for-each, evaluated once, as the run begins with; or the first that is wrong. */
export function readForEach(turn: Turn, step: StepRun): ForEachRun | { readonly error: StepError } {
  const values: Params = {}
  for (const key of keys) {
    const param = scopeParam(turn, step, key, placeOf(step))
    if (!param.ok) return param
    values[key] = param.value
  }
  return toRun(values)
}

function toRun(params: Params): ForEachRun | { readonly error: StepError } {
  const { items, concurrency = 1, batch, onItemError = 'fail', results = 'aligned', maxItems = defaultMaxItems } = params
  const list = asList(items)
  if (list === undefined) return wrong(`items must be a list or a map, but it is ${kindOf(items)}.`)
  if (!isCount(concurrency, mostAtOnce)) return wrong(wrongCount('concurrency', `from 1 to ${mostAtOnce}`, concurrency))
  if (batch !== undefined && !isCount(batch, Number.MAX_SAFE_INTEGER)) return wrong(wrongCount('batch', 'from 1', batch))
  if (!isCount(maxItems, mostItems)) return wrong(wrongCount('maxItems', `from 1 to ${mostItems}`, maxItems))
  if (!isOneOf(results, ['aligned', 'compact'])) return wrong(`results must be aligned or compact, but it is ${kindOf(results)}.`)
  // `stop` is an older word for `fail`.
  if (!isOneOf(onItemError, ['fail', 'continue', 'collect', 'stop']))
    return wrong(`onItemError must be fail, continue or collect, but it is ${kindOf(onItemError)}.`)
  const turns = batch === undefined ? list : inGroups(list, batch)
  if (turns.length > maxItems) return { error: tooMany(turns.length, maxItems, batch) }
  return {
    kind: 'for-each',
    items: turns,
    concurrency,
    onItemError: onItemError === 'stop' ? 'fail' : onItemError,
    isCompact: results === 'compact',
    results: new Array<Json>(turns.length).fill(null),
    active: new Set(),
    next: 0,
    finished: 0,
    last: -1,
    tellEvery: Math.max(fewest, Math.ceil(turns.length / 100)),
  }
}

/** The entries of a map come as maps themselves, in its order; where nothing is, there are no items. */
function asList(items: Json | undefined): readonly Json[] | undefined {
  if (items === null) return []
  if (isJsonObject(items)) return Object.entries(items).map(([key, value]) => ({ key, value }))
  return Array.isArray(items) ? items : undefined
}

function inGroups(items: readonly Json[], size: number): readonly Json[] {
  const groups: Json[] = []
  for (let start = 0; start < items.length; start += size) groups.push(items.slice(start, start + size))
  return groups
}

function wrong(message: string): { readonly error: StepError } {
  return { error: badScopeParam(message) }
}

function wrongCount(key: string, range: string, value: Json | undefined): string {
  return `${key} must be a whole number ${range}, but it is ${kindOf(value)}.`
}

function tooMany(count: number, most: number, batch: number | undefined): StepError {
  const remedy = batch === undefined ? 'take many at once with batch' : 'take more at once with a bigger batch'
  const what = batch === undefined ? 'items' : 'groups of items'
  return {
    code: 'TOO_MANY_ITEMS',
    class: 'fatal',
    message: `There are ${count} ${what}, but at most ${most} may be: ${remedy}, or raise maxItems.`,
  }
}
