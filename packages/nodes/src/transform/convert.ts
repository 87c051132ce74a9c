import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { readMoment } from '../date/read-moment.ts'
import { fieldPath, readField, withField } from './field-path.ts'
import { badMap, eachMap } from './items.ts'
import { StepFault } from './step-fault.ts'

const kind = z.enum(['number', 'integer', 'text', 'boolean', 'date', 'json', 'json-text', 'list'])
type Kind = z.output<typeof kind>

const target = z
  .union([
    kind,
    z
      .strictObject({
        to: kind.meta({ description: 'What it becomes' }),
        default: jsonValue().optional().meta({ description: 'What stands there where it cannot' }),
      })
      .meta({ title: 'Kind with default' }),
  ])
  .transform((to) => (typeof to === 'string' ? { to, default: undefined } : to))

/** One kind for the whole value, or a kind for each field. */
export const convertParams = z.union([kind, z.record(fieldPath, target)])

export function converted(value: Json, params: z.output<typeof convertParams>): Json {
  if (typeof params === 'string') {
    const made = convertValue(value, params)
    if (made === undefined) throw new StepFault(`what came is ${kindOf(value)} that cannot become ${params}`, { kind: params })
    return made
  }
  return eachMap(value, (item, index) => Object.entries(params).reduce((copy, [path, to]) => withConverted(copy, path, to, index), item))
}

/** Missing fields and null stay as they are: they have no value that could be wrong. */
function withConverted(
  item: JsonObject,
  path: string,
  { to, default: fallback }: z.output<typeof target>,
  index: number | undefined,
): JsonObject {
  const value = readField(item, path)
  if (value === undefined || value === null) return fallback === undefined ? item : withField(item, path, fallback)
  const made = convertValue(value, to) ?? fallback
  if (made === undefined) throw badMap(index, `has a ${path}, ${kindOf(value)}, that cannot become ${to}`, { path, kind: to })
  return withField(item, path, made)
}

/** Undefined when the value does not say plainly what it would become. */
function convertValue(value: Json, to: Kind): Json | undefined {
  switch (to) {
    case 'number':
      return numberOf(value)
    case 'integer':
      return integerOf(value)
    case 'text':
      return typeof value === 'string' ? value : JSON.stringify(value)
    case 'boolean':
      return booleanOf(value)
    case 'date':
      return readMoment(value, 'UTC')?.toUTC().toISO()
    case 'json':
      return parsed(value)
    case 'json-text':
      return JSON.stringify(value)
    case 'list':
      return Array.isArray(value) ? value : [value]
  }
}

function numberOf(value: Json): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string' || !/^\s*[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})(e[+-]?\d{1,4})?\s*$/i.test(value)) return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function integerOf(value: Json): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined
}

const words: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
])

function booleanOf(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value
  return typeof value === 'string' || typeof value === 'number' ? words.get(`${value}`.trim().toLowerCase()) : undefined
}

function parsed(value: Json): Json | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return JSON.parse(value)
  } catch {
    // That it cannot be read is the answer; json.parse tells the place.
    return undefined
  }
}

/** What came, without telling its content: it may be a secret. */
function kindOf(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `a text of ${value.length} characters`
  if (Array.isArray(value)) return `a list of ${value.length}`
  return isJsonObject(value) ? 'a map' : `the ${typeof value} ${value}`
}
