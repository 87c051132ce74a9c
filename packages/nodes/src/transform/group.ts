import type { Json, JsonObject } from '@millrace/engine'
import { z } from 'zod'
import { fieldPath, fieldPaths, readField, withField } from './field-path.ts'
import { valueKey } from './value-order.ts'

export const groupParams = z
  .union([
    fieldPath,
    z
      .strictObject({
        by: fieldPaths.meta({ description: 'The fields whose values make a group' }),
        as: fieldPath.default('items').meta({ description: 'The field of a group that holds its items' }),
      })
      .meta({ title: 'Several fields' }),
  ])
  .transform((group) => (typeof group === 'string' ? { by: [group], as: 'items' } : group))

export interface Group {
  /** The fields that all of its items share. */
  readonly key: JsonObject
  readonly items: readonly Json[]
}

/** One group per value of these fields, in the order in which they first come; no field puts all items into one. */
export function groupItems(items: readonly Json[], by: readonly string[]): readonly Group[] {
  const groups = Map.groupBy(items, (item) => by.map((path) => valueKey(readField(item, path))).join())
  if (by.length === 0 && items.length === 0) return [{ key: {}, items }]
  return [...groups.values()].map((members) => ({ key: keyOf(members[0] ?? null, by), items: members }))
}

function keyOf(item: Json, by: readonly string[]): JsonObject {
  return by.reduce<JsonObject>((key, path) => withField(key, path, readField(item, path) ?? null), {})
}
