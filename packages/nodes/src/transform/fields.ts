import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath, missingPart, readField, withField, withoutField } from './field-path.ts'
import { badMap, mapsOf } from './items.ts'
import { StepFault } from './step-fault.ts'

const source = z.union([
  fieldPath,
  z
    .strictObject({
      from: fieldPath.meta({ description: 'The path of a field, e.g. `customer.name`' }),
      default: jsonValue().optional().meta({ description: 'What stands there where it is missing' }),
    })
    .meta({ title: 'Path with default' }),
  z.strictObject({ value: jsonValue().meta({ description: 'The same in each item' }) }).meta({ title: 'Fixed value' }),
])

/** New fields, each from a path, from a path with a default, or a value of its own. */
export const mapParams = z.record(fieldPath, source)

export function mapped(item: JsonObject, fields: z.output<typeof mapParams>, index: number | undefined): JsonObject {
  return Object.entries(fields).reduce<JsonObject>((made, [field, from]) => withField(made, field, sourceValue(item, from, index)), {})
}

function sourceValue(item: JsonObject, from: z.output<typeof source>, index: number | undefined): Json {
  if (typeof from === 'string') return readField(item, from) ?? null
  if ('value' in from) return from.value
  const value = orDefault(readField(item, from.from), from.default)
  if (value === undefined) throw badMap(index, `has no ${missingPart(item, from.from)}, and no default is given`, { path: from.from })
  return value
}

export const extractParams = z
  .union([
    fieldPath,
    z
      .strictObject({
        path: fieldPath.meta({ description: 'The path of a field, e.g. `customer.name`' }),
        default: jsonValue().optional().meta({ description: 'What comes out where it is missing' }),
      })
      .meta({ title: 'Path with default' }),
  ])
  .transform((extract) => (typeof extract === 'string' ? { path: extract, default: undefined } : extract))

/** One value out of whatever came. */
export function extracted(value: Json, { path, default: fallback }: z.output<typeof extractParams>): Json {
  const found = orDefault(readField(value, path), fallback)
  if (found !== undefined) return found
  const missing = missingPart(value, path)
  throw new StepFault(`there is no ${path}${missing === path ? '' : `: ${missing} is missing`}`, { path })
}

/** A default stands in for null too; without one, null is a value. */
function orDefault(value: Json | undefined, fallback: Json | undefined): Json | undefined {
  return value === undefined || value === null ? (fallback ?? value) : value
}

export function picked(item: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce<JsonObject>((copy, path) => {
    const value = readField(item, path)
    return value === undefined ? copy : withField(copy, path, value)
  }, {})
}

/** All are read before any is written, so that two names may be swapped. */
export function renamed(item: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  const moves = Object.entries(names).flatMap(([from, to]): [string, string, Json][] => {
    const value = readField(item, from)
    return value === undefined ? [] : [[from, to, value]]
  })
  const rest = moves.reduce((copy, [from]) => withoutField(copy, from), item)
  return moves.reduce((copy, [, to, value]) => withField(copy, to, value), rest)
}

/** Maps inside maps are merged; everything else is replaced. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  const both = Object.entries(over).map(([key, value]): [string, Json] => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined
    return [key, isJsonObject(below) && isJsonObject(value) ? merged(below, value) : value]
  })
  return { ...under, ...Object.fromEntries(both) }
}

/** All items laid over each other, the later over the earlier. */
export function mergedItems(value: Json): JsonObject {
  return mapsOf(value).reduce(merged, {})
}
