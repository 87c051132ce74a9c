import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { isEqual } from '../schema/assertions.ts'
import { type Budget, payForWhole, QueryError } from './budget.ts'

export type JmesArgument = Json | ((item: Json) => Json)
type Kind = 'number' | 'string' | 'array' | 'object' | 'any' | 'numbers' | 'strings' | 'expression' | 'text or list'

/** What each kind of argument reads as, so that the functions below need no checks. */
interface KindValues {
  readonly number: number
  readonly string: string
  readonly array: readonly Json[]
  readonly object: JsonObject
  readonly any: Json
  readonly numbers: readonly number[]
  readonly strings: readonly string[]
  readonly expression: (item: Json) => Json
  readonly 'text or list': string | readonly Json[]
}

type Values<Kinds extends readonly Kind[]> = { readonly [Index in keyof Kinds]: KindValues[Kinds[Index]] }
type JmesFunction = (args: readonly JmesArgument[], budget: Budget) => Json

function jmesFunction<const Kinds extends readonly Kind[]>(kinds: Kinds, run: (...values: Values<Kinds>) => Json): JmesFunction {
  return (args, budget) => {
    if (args.length !== kinds.length) throw new QueryError(`a function takes ${kinds.length} arguments and has ${args.length}`)
    for (const [index, kind] of kinds.entries()) checkKind(args[index], kind)
    payForWhole(args, budget)
    // checkKind is what makes this true.
    return run(...(args as unknown as Values<Kinds>))
  }
}

/** Any number of arguments of one kind. */
function variadic(kind: Kind, run: (values: readonly Json[]) => Json): JmesFunction {
  return (args, budget) => {
    for (const arg of args) checkKind(arg, kind)
    payForWhole(args, budget)
    return run(args as readonly Json[])
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const extreme = (sign: 1 | -1) => (list: readonly Json[]) => {
  sortable(list)
  return list.reduce<Json>((most, one) => (most === null || order(one, most) * sign > 0 ? one : most), null)
}
const extremeBy = (sign: 1 | -1) => (list: readonly Json[], by: (item: Json) => Json) => {
  const keys = sortable(list.map(by))
  const best = keys.reduce<number>((most, key, index) => (most < 0 || order(key, keys[most] ?? null) * sign > 0 ? index : most), -1)
  return list[best] ?? null
}

export const jmesFunctions: Readonly<Record<string, JmesFunction>> = {
  abs: jmesFunction(['number'], Math.abs),
  avg: jmesFunction(['numbers'], (numbers) => (numbers.length === 0 ? null : sum(numbers) / numbers.length)),
  ceil: jmesFunction(['number'], Math.ceil),
  contains: jmesFunction(['text or list', 'any'], (within, part) =>
    typeof within === 'string' ? typeof part === 'string' && within.includes(part) : within.some((one) => isEqual(one, part)),
  ),
  ends_with: jmesFunction(['string', 'string'], (text, end) => text.endsWith(end)),
  floor: jmesFunction(['number'], Math.floor),
  join: jmesFunction(['string', 'strings'], (glue, texts) => texts.join(glue)),
  keys: jmesFunction(['object'], (map) => Object.keys(map)),
  length: jmesFunction(['any'], lengthOf),
  map: jmesFunction(['expression', 'array'], (read, list) => list.map(read)),
  max: jmesFunction(['array'], extreme(1)),
  max_by: jmesFunction(['array', 'expression'], extremeBy(1)),
  merge: variadic('object', (maps) => Object.fromEntries(maps.flatMap((map) => Object.entries(map ?? {})))),
  min: jmesFunction(['array'], extreme(-1)),
  min_by: jmesFunction(['array', 'expression'], extremeBy(-1)),
  not_null: variadic('any', (values) => values.find((value) => value !== null) ?? null),
  reverse: jmesFunction(['text or list'], (value) => (typeof value === 'string' ? [...value].reverse().join('') : value.toReversed())),
  sort: jmesFunction(['array'], (list) => sortable(list).toSorted(order)),
  sort_by: jmesFunction(['array', 'expression'], (list, by) => {
    const keys = sortable(list.map(by))
    return list
      .map((one, index) => ({ one, key: keys[index] ?? null }))
      .sort((a, b) => order(a.key, b.key))
      .map(({ one }) => one)
  }),
  starts_with: jmesFunction(['string', 'string'], (text, start) => text.startsWith(start)),
  sum: jmesFunction(['numbers'], sum),
  to_array: jmesFunction(['any'], (value) => (Array.isArray(value) ? value : [value])),
  to_number: jmesFunction(['any'], toNumber),
  to_string: jmesFunction(['any'], (value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  type: jmesFunction(['any'], (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)),
  values: jmesFunction(['object'], (map) => Object.values(map)),
}

function checkKind(value: JmesArgument | undefined, kind: Kind): void {
  if (!isOfKind(value, kind)) throw new QueryError(`a function needs an argument of the kind ${kind} and has another`)
}

function isOfKind(value: JmesArgument | undefined, kind: Kind): boolean {
  if (kind === 'expression' || typeof value === 'function') return kind === 'expression' && typeof value === 'function'
  if (kind === 'any') return value !== undefined
  if (kind === 'object') return isJsonObject(value)
  if (kind === 'text or list') return typeof value === 'string' || Array.isArray(value)
  if (kind === 'array') return Array.isArray(value)
  if (kind === 'numbers' || kind === 'strings') return Array.isArray(value) && value.every((one) => `${typeof one}s` === kind)
  return typeof value === kind
}

/** Numbers alone or texts alone have an order. */
function sortable(list: readonly Json[]): readonly Json[] {
  const kinds = new Set(list.map((one) => typeof one))
  if (kinds.size > 1 || (kinds.size === 1 && !kinds.has('number') && !kinds.has('string')))
    throw new QueryError('only numbers alone or texts alone can be sorted')
  return list
}

function order(a: Json, b: Json): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

function lengthOf(value: Json): number {
  if (typeof value === 'string') return [...value].length
  if (Array.isArray(value)) return value.length
  if (isJsonObject(value)) return Object.keys(value).length
  throw new QueryError('length needs a text, a list or a map')
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}
