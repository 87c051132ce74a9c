import type { Json } from '@millrace/engine'
import { control, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { conditionSchema } from '../condition/condition-schema.ts'
import { jsonMap } from '../json-map.ts'
import { aggregate, aggregateParams, reduced, reduceParams } from './aggregate.ts'
import { converted, convertParams } from './convert.ts'
import { fieldPath, fieldPaths, withField, withoutField } from './field-path.ts'
import { extracted, extractParams, mapParams, mapped, merged, mergedItems, picked, renamed } from './fields.ts'
import { groupItems, groupParams } from './group.ts'
import { eachMap, listOf } from './items.ts'
import { joined, joinParams, zipParams, zipped } from './join.ts'
import { kept } from './kept.ts'
import { firsts, flattened, sorted, sortParams } from './list-order.ts'
import { StepFault } from './step-fault.ts'

interface Operation {
  /** What it makes of what comes, for whoever chooses one. */
  readonly about: string
  readonly params: z.ZodType
  apply(value: Json, params: unknown, now: number): Json
}

/** Ties what an operation takes to what it does, and then forgets the type: a step's parameters were parsed by this very schema. */
function operation<Params extends z.ZodType>(
  about: string,
  params: Params,
  apply: (value: Json, params: z.output<Params>, now: number) => Json,
): Operation {
  return { about, params, apply: (value, parsed, now) => apply(value, parsed as z.output<Params>, now) }
}

const count = z.int().nonnegative()

const operations: Readonly<Record<string, Operation>> = {
  extract: operation('One value, by its path', extractParams, extracted),
  map: operation('New maps, each field from a path or a value', mapParams, (value, fields) =>
    eachMap(value, (item, index) => mapped(item, fields, index)),
  ),
  pick: operation('Only these fields', fieldPaths, (value, paths) => eachMap(value, (item) => picked(item, paths))),
  omit: operation('All but these fields', fieldPaths, (value, paths) => eachMap(value, (item) => paths.reduce(withoutField, item))),
  rename: operation('Other names for fields', z.record(fieldPath, fieldPath), (value, names) =>
    eachMap(value, (item) => renamed(item, names)),
  ),
  set: operation('Fields with the same value in each item', z.record(fieldPath, jsonValue()), (value, fields) =>
    eachMap(value, (item) => Object.entries(fields).reduce((copy, [path, one]) => withField(copy, path, one), item)),
  ),
  merge: operation(
    'Another map over each item; with true, all items over each other',
    z.union([z.literal(true).meta({ title: 'All items' }), jsonMap()]),
    (value, over) => (over === true ? mergedItems(value) : eachMap(value, (item) => merged(item, over))),
  ),
  convert: operation('Texts to numbers, dates and the like', convertParams, converted),
  filter: operation('Only the items for which a condition holds', conditionSchema, (value, condition, now) =>
    kept(listOf(value), condition, now),
  ),
  sort: operation('In the order of fields; with true, of the items themselves', sortParams, (value, keys) => sorted(listOf(value), keys)),
  unique: operation(
    'The first of those that are alike, in fields or as a whole',
    z.union([z.literal(true).meta({ title: 'As a whole' }), fieldPaths]),
    (value, by) => firsts(listOf(value), by),
  ),
  group: operation('Items with the same values together', groupParams, (value, { by, as }) =>
    groupItems(listOf(value), by).map(({ key, items }) => withField(key, as, items)),
  ),
  aggregate: operation('Sums, counts and the like, for each group', aggregateParams, (value, params) => aggregate(listOf(value), params)),
  reduce: operation('Sums, counts and the like, of all items', reduceParams, (value, fields) => reduced(listOf(value), fields)),
  flatten: operation(
    'The items of lists in one list',
    z.union([z.literal(true).meta({ title: 'The items' }), fieldPath.meta({ title: 'A field' })]),
    (value, by) => flattened(listOf(value), by),
  ),
  join: operation('Each item with those of another list that have the same key', joinParams, joined),
  zip: operation('The first with the first of another list, and so on', zipParams, (value, params) => zipped(listOf(value), params)),
  offset: operation('Without the first so many', count, (value, first) => listOf(value).slice(first)),
  limit: operation('The first so many', count, (value, most) => listOf(value).slice(0, most)),
}

/** One step of a pipeline: a map with one key, the operation. */
export const transformStep = z
  .strictObject(
    Object.fromEntries(
      Object.entries(operations).map(([name, { params, about }]) => [name, params.optional().meta({ description: about })]),
    ),
  )
  .refine((step) => Object.keys(step).length === 1, { error: `needs exactly one of ${Object.keys(operations).join(', ')}` })
  .meta(control('operation'))

export type TransformStep = z.output<typeof transformStep>

/** Fatal `BAD_INPUT` that tells number and operation of the step, and why. */
export function applyStep(value: Json, step: TransformStep, index: number, now: number): Json {
  const [[name, params] = ['', undefined]] = Object.entries(step)
  try {
    return operations[name]?.apply(value, params, now) ?? null
  } catch (error) {
    if (!(error instanceof StepFault)) throw error
    throw new FatalError(`Step ${index + 1} (${name}) failed: ${error.message}. Correct the data or the step.`, {
      code: 'BAD_INPUT',
      details: { step: index + 1, operation: name, reason: error.message, ...error.details },
    })
  }
}
