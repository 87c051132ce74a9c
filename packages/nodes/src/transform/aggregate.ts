import type { Json } from '@millrace/engine'
import { z } from 'zod'
import { fieldPath, fieldPaths, readField } from './field-path.ts'
import { groupItems } from './group.ts'
import { badItem } from './map-items.ts'
import { compareValues, isNothing } from './value-order.ts'

const measure = z
  .strictObject({
    sum: fieldPath.optional(),
    avg: fieldPath.optional(),
    min: fieldPath.optional(),
    max: fieldPath.optional(),
    count: z.union([z.literal(true), fieldPath]).optional(),
  })
  .refine((asked) => Object.keys(asked).length === 1, { error: 'needs exactly one of sum, avg, min, max, count' })

export const aggregateParams = z.strictObject({
  by: fieldPaths.default([]),
  fields: z.record(z.string().regex(/^[^.]+$/, { error: 'is not a name for a field: leave out dots' }), measure),
})

/** One item per group with what was asked of it; without `by`, one for all items. */
export function aggregate(items: readonly Json[], { by, fields }: z.output<typeof aggregateParams>): readonly Json[] {
  return groupItems(items, by).map((group) => ({
    ...group.key,
    ...Object.fromEntries(Object.entries(fields).map(([name, asked]) => [name, measured(group.items, asked)])),
  }))
}

function measured(items: readonly Json[], { sum, avg, min, max, count }: z.output<typeof measure>): Json {
  if (sum !== undefined) return total(numbers(items, sum))
  if (avg !== undefined) return average(numbers(items, avg))
  if (min !== undefined) return present(items, min).reduce((least, value) => (compareValues(value, least) < 0 ? value : least), null)
  if (max !== undefined)
    return present(items, max).reduce((most, value) => (most === null || compareValues(value, most) > 0 ? value : most), null)
  return typeof count === 'string' ? present(items, count).length : items.length
}

/** The values of a field, without those that are null or missing. */
function present(items: readonly Json[], path: string): readonly Json[] {
  return items.flatMap((item) => {
    const value = readField(item, path)
    return isNothing(value) ? [] : [value]
  })
}

function numbers(items: readonly Json[], path: string): readonly number[] {
  return items.flatMap((item, index) => {
    const value = readField(item, path)
    if (isNothing(value)) return []
    if (typeof value !== 'number') throw badItem('aggregate', index, `has a ${path} that is not a number`)
    return [value]
  })
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : total(values) / values.length
}
