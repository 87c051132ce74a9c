import type { Json, JsonObject } from '@millrace/engine'
import { control } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath, fieldPaths, readField } from './field-path.ts'
import { groupItems } from './group.ts'
import { firsts } from './list-order.ts'
import { badItem } from './step-fault.ts'
import { compareValues, isNothing } from './value-order.ts'

/** What can be asked of the values of a field. Those that are null or missing are left out before. */
const measures = {
  sum: (values) => total(numbers(values)),
  avg: (values) => (values.length === 0 ? null : total(numbers(values)) / values.length),
  min: (values) => extreme(values, -1),
  max: (values) => extreme(values, 1),
  distinct: (values) => distinct(values).length,
  first: (values) => values[0]?.value ?? null,
  last: (values) => values.at(-1)?.value ?? null,
  list: (values) => values.map(({ value }) => value),
} satisfies Readonly<Record<string, (values: readonly Found[]) => Json>>

type Measure = keyof typeof measures

interface Found {
  readonly value: Json
  readonly index: number
  readonly path: string
}

const measureWords: Readonly<Record<Measure, string>> = {
  sum: 'The sum',
  avg: 'The mean',
  min: 'The least',
  max: 'The greatest',
  distinct: 'How many different values',
  first: 'The first value',
  last: 'The last value',
  list: 'All values',
}

const names = Object.keys(measures) as Measure[]
const countOf = z.union([z.literal(true), fieldPath])
const measure = z
  .strictObject({
    ...Object.fromEntries(names.map((name) => [name, fieldPath.optional().meta({ description: `${measureWords[name]} of a field` })])),
    count: countOf.optional().meta({ description: 'How many have the field; with true, how many there are' }),
  })
  .refine((asked) => Object.keys(asked).length === 1, { error: `needs exactly one of ${[...names, 'count'].join(', ')}` })
  .meta(control('operation'))
  .transform((asked) => Object.entries(asked)[0] as readonly [Measure | 'count', string | true])

const fields = z.record(z.string().regex(/^[^.]+$/, { error: 'is not a name for a field: leave out dots' }), measure)

export const aggregateParams = z.strictObject({
  fields: fields.meta({ description: 'What to compute, by the name that it shall have' }),
  by: fieldPaths.default([]).meta({ description: 'The fields whose values make a group; one group for all, when left out' }),
})
export const reduceParams = fields

/** One item per group with what was asked of it; without `by`, one for all items. */
export function aggregate(items: readonly Json[], { by, fields }: z.output<typeof aggregateParams>): readonly Json[] {
  return groupItems(items, by).map((group) => ({ ...group.key, ...reduced(group.items, fields) }))
}

/** One map of what was asked of all items. */
export function reduced(items: readonly Json[], fields: z.output<typeof reduceParams>): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, [kind, path]]) => [name, measured(items, kind, path)]))
}

function measured(items: readonly Json[], kind: Measure | 'count', path: string | true): Json {
  if (path === true) return items.length
  const values = present(items, path)
  return kind === 'count' ? values.length : measures[kind](values)
}

function present(items: readonly Json[], path: string): readonly Found[] {
  return items.flatMap((item, index) => {
    const value = readField(item, path)
    return isNothing(value) ? [] : [{ value, index, path }]
  })
}

function numbers(values: readonly Found[]): readonly number[] {
  return values.map(({ value, index, path }) => {
    if (typeof value !== 'number') throw badItem(index, `has a ${path} that is not a number`, { path })
    return value
  })
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function extreme(values: readonly Found[], sign: 1 | -1): Json {
  return values.reduce<Json>((most, { value }) => (most === null || compareValues(value, most) * sign > 0 ? value : most), null)
}

function distinct(values: readonly Found[]): readonly Json[] {
  return firsts(
    values.map(({ value }) => value),
    true,
  )
}
