import type { Json } from '@millrace/engine'
import { z } from 'zod'
import { fieldPath, readField } from './field-path.ts'
import { badItem } from './step-fault.ts'
import { compareValues, isNothing, valueKey } from './value-order.ts'

const sortKey = z
  .union([
    fieldPath.meta({ title: 'A field' }),
    z.literal(true).meta({ title: 'The items themselves' }),
    z
      .strictObject({
        by: z.union([fieldPath, z.literal(true)]).meta({ description: 'A field; `true` for the item itself' }),
        order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'Upwards or downwards' }),
      })
      .meta({ title: 'Field and order' }),
  ])
  .transform((key) => (typeof key === 'object' ? key : { by: key, order: 'asc' as const }))

export const sortParams = z.union([sortKey, z.array(sortKey).min(1)]).transform((keys) => [keys].flat())

export function sorted(items: readonly Json[], keys: z.output<typeof sortParams>): readonly Json[] {
  return items.toSorted((a, b) => compareBy(a, b, keys))
}

function compareBy(a: Json, b: Json, keys: z.output<typeof sortParams>): number {
  for (const { by, order } of keys) {
    const [left, right] = [part(a, by), part(b, by)]
    const compared = compareValues(left, right)
    // What is missing stays last, in either direction.
    if (compared !== 0) return order === 'asc' || isNothing(left) || isNothing(right) ? compared : -compared
  }
  return 0
}

function part(item: Json, by: string | true): Json | undefined {
  return by === true ? item : readField(item, by)
}

/** The first item of each value of the fields; with `true`, of each equal item. */
export function firsts(items: readonly Json[], by: true | readonly string[]): readonly Json[] {
  const groups = Map.groupBy(items, (item) => (by === true ? valueKey(item) : by.map((path) => valueKey(readField(item, path))).join()))
  return [...groups.values()].flatMap((members) => members.slice(0, 1))
}

export function flattened(items: readonly Json[], by: true | string): readonly Json[] {
  return items.flatMap((item, index) => {
    const list = by === true ? item : readField(item, by)
    if (isNothing(list)) return []
    if (!Array.isArray(list)) throw badItem(index, by === true ? 'is not a list' : `has a ${by} that is not a list`)
    return list as readonly Json[]
  })
}
