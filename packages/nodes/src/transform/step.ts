import type { Json, JsonObject } from '@millrace/engine'
import { z } from 'zod'
import { aggregate, aggregateParams } from './aggregate.ts'
import { fieldPath, fieldPaths, readField, withField, withoutField } from './field-path.ts'
import { groupItems, groupParams } from './group.ts'
import { badItem, mapItems } from './map-items.ts'
import { compareValues, isNothing, valueKey } from './value-order.ts'

const sortKey = z
  .union([fieldPath, z.strictObject({ by: fieldPath, order: z.enum(['asc', 'desc']).default('asc') })])
  .transform((key) => (typeof key === 'string' ? { by: key, order: 'asc' as const } : key))

const operations = z.strictObject({
  pick: fieldPaths.optional(),
  omit: fieldPaths.optional(),
  rename: z.record(fieldPath, fieldPath).optional(),
  sort: z
    .union([sortKey, z.array(sortKey).min(1)])
    .transform((keys) => [keys].flat())
    .optional(),
  unique: z.union([z.literal(true), fieldPaths]).optional(),
  group: groupParams.optional(),
  aggregate: aggregateParams.optional(),
  flatten: z.union([z.literal(true), fieldPath]).optional(),
  offset: z.int().nonnegative().optional(),
  limit: z.int().nonnegative().optional(),
})

/** One step of a pipeline: a map with one key, the operation. */
export const transformStep = operations.refine((step) => Object.keys(step).length === 1, {
  error: `needs exactly one of ${Object.keys(operations.shape).join(', ')}`,
})

export type TransformStep = z.output<typeof transformStep>

export function applyStep(items: readonly Json[], step: TransformStep): readonly Json[] {
  const { pick, omit, rename, sort, unique, group, aggregate: measures, flatten, offset, limit } = step
  if (pick) return mapItems(items, 'pick').map((item) => picked(item, pick))
  if (omit) return mapItems(items, 'omit').map((item) => omit.reduce(withoutField, item))
  if (rename) return mapItems(items, 'rename').map((item) => renamed(item, rename))
  if (sort) return items.toSorted((a, b) => compareBy(a, b, sort))
  if (unique) return firsts(items, unique)
  if (group) return groupItems(items, group.by).map(({ key, items: members }) => withField(key, group.as, members))
  if (measures) return aggregate(items, measures)
  if (flatten) return flattened(items, flatten)
  return items.slice(offset ?? 0, limit)
}

function picked(item: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce<JsonObject>((copy, path) => {
    const value = readField(item, path)
    return value === undefined ? copy : withField(copy, path, value)
  }, {})
}

/** All are read before any is written, so that two names may be swapped. */
function renamed(item: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const moves = Object.entries(names).flatMap(([from, to]): [string, string, Json][] => {
    const value = readField(item, from)
    return value === undefined ? [] : [[from, to, value]]
  })
  const rest = moves.reduce((copy, [from]) => withoutField(copy, from), item)
  return moves.reduce((copy, [, to, value]) => withField(copy, to, value), rest)
}

function compareBy(a: Json, b: Json, keys: NonNullable<TransformStep['sort']>): number {
  for (const { by, order } of keys) {
    const [left, right] = [readField(a, by), readField(b, by)]
    const compared = compareValues(left, right)
    // What is missing stays last, in either direction.
    if (compared !== 0) return order === 'asc' || isNothing(left) || isNothing(right) ? compared : -compared
  }
  return 0
}

function firsts(items: readonly Json[], by: true | readonly string[]): readonly Json[] {
  const groups = Map.groupBy(items, (item) => (by === true ? valueKey(item) : by.map((path) => valueKey(readField(item, path))).join()))
  return [...groups.values()].flatMap((members) => members.slice(0, 1))
}

function flattened(items: readonly Json[], by: true | string): readonly Json[] {
  return items.flatMap((item, index) => {
    const list = by === true ? item : readField(item, by)
    if (isNothing(list)) return []
    if (!Array.isArray(list)) throw badItem('flatten', index, by === true ? 'is not a list' : `has a ${by} that is not a list`)
    return list as readonly Json[]
  })
}
