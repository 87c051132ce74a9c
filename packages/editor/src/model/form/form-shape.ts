import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { describesDuration } from './duration.ts'

/** What kind of field a value gets, read from the JSON Schema of a node's parameters. */
export type FormShape =
  | { readonly kind: 'text'; readonly isLong: boolean; readonly format?: 'date' | 'date-time' | 'uri' }
  | { readonly kind: 'code'; readonly language: 'javascript' | 'typescript' | 'python' | 'sql' | 'text' }
  | { readonly kind: 'number'; readonly isWhole: boolean; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly Json[] }
  | { readonly kind: 'list'; readonly item: FormShape }
  /** Keys that the person names, each with a value of this shape. */
  | { readonly kind: 'map'; readonly value: FormShape }
  | { readonly kind: 'group'; readonly fields: readonly FormField[] }
  /** One of several groups, or something plainer. */
  | { readonly kind: 'variants'; readonly variants: readonly FormVariant[] }
  /** A structured condition. */
  | { readonly kind: 'condition'; readonly operators: JsonObject }
  | { readonly kind: 'connection' }
  /** When a schedule starts, in one of its two languages. */
  | { readonly kind: 'times'; readonly by: 'cron' | 'rrule' }
  | { readonly kind: 'duration' }
  /** Anything: typed as YAML or JSON. */
  | { readonly kind: 'any' }

export interface FormField {
  readonly name: string
  readonly title: string
  /** Markdown, a sentence or two. */
  readonly help: string
  readonly isRequired: boolean
  /** What counts when nothing is written. */
  readonly fallback: Json | undefined
  readonly shape: FormShape
  /** Whether an expression may stand in its place. */
  readonly takesExpression: boolean
}

export interface FormVariant {
  readonly title: string
  readonly shape: FormShape
  /** What makes a value this one: the field that says so, with its word. */
  readonly marks: readonly { readonly name: string; readonly value: Json }[]
}

export interface FormOptions {
  /** Of the node, for what its parameters mean. */
  readonly type: string
  /** Parameters whose text is taken as written. */
  readonly literal?: readonly string[] | undefined
}

/** Deeper than this, a form helps nobody. */
const deepest = 6

/** The fields of a schema's `properties`, the required ones first, else in their order. */
export function formFields(schema: JsonObject, options: FormOptions): readonly FormField[] {
  return fieldsOf(schema, { ...options, root: schema }, 0)
}

interface Reading extends FormOptions {
  readonly root: JsonObject
}

function fieldsOf(schema: JsonObject, reading: Reading, depth: number): readonly FormField[] {
  const required = new Set(listIn(schema, 'required'))
  const fields = Object.entries(mapIn(schema, 'properties')).map(([name, given]) => {
    const inner = resolved(given, reading)
    const isLiteral = depth === 0 && reading.literal?.includes(name) === true
    return {
      name,
      title: textIn(given, 'title') ?? textIn(inner, 'title') ?? readable(name),
      help: textIn(given, 'description') ?? textIn(inner, 'description') ?? '',
      isRequired: required.has(name),
      fallback: isJsonObject(given) ? given.default : undefined,
      shape: namedShape(name, inner, reading, depth, isLiteral),
      takesExpression: !isLiteral,
    }
  })
  return [...fields.filter(({ isRequired }) => isRequired), ...fields.filter(({ isRequired }) => !isRequired)]
}

/** Some parameters are more than their schema says. */
function namedShape(name: string, schema: JsonObject, reading: Reading, depth: number, isLiteral: boolean): FormShape {
  const shape = shapeOf(schema, reading, depth)
  if (shape.kind !== 'text') return shape
  if (name === 'connection') return { kind: 'connection' }
  if (name === 'cron' || name === 'rrule') return { kind: 'times', by: name }
  if (isLiteral && name === 'code') return { kind: 'code', language: codeLanguage(reading.type) }
  if (name === 'sql' || (name === 'query' && /postgres|mysql|sqlite/.test(reading.type))) return { kind: 'code', language: 'sql' }
  if (isLiteral) return { kind: 'code', language: 'text' }
  return shape.format === undefined && describesDuration(textIn(schema, 'description') ?? '') ? { kind: 'duration' } : shape
}

function codeLanguage(type: string): 'javascript' | 'python' | 'text' {
  return type.endsWith('javascript') ? 'javascript' : type.endsWith('python') ? 'python' : 'text'
}

function shapeOf(given: Json | undefined, reading: Reading, depth: number): FormShape {
  const schema = resolved(given, reading)
  if (depth > deepest) return { kind: 'any' }
  const either = alternatives(schema, reading)
  if (either.length > 0) return eitherShape(either, reading, depth)
  if ('const' in schema) return { kind: 'choice', choices: [schema.const ?? null] }
  if (Array.isArray(schema.enum)) return { kind: 'choice', choices: schema.enum }
  switch (schema.type) {
    case 'string':
      return textShape(schema)
    case 'number':
    case 'integer':
      return numberShape(schema)
    case 'boolean':
      return { kind: 'switch' }
    case 'array':
      return { kind: 'list', item: shapeOf(schema.items, reading, depth + 1) }
    case 'object':
      return mapShape(schema, reading, depth)
    default:
      return { kind: 'any' }
  }
}

function textShape(schema: JsonObject): FormShape {
  const { format, maxLength } = schema
  const isLong = typeof maxLength === 'number' && maxLength > 1000
  if (format === 'date' || format === 'date-time' || format === 'uri') return { kind: 'text', isLong: false, format }
  return { kind: 'text', isLong }
}

/** JSON Schema writes the safe integers as limits: those are none. */
function numberShape({ type, minimum, maximum }: JsonObject): FormShape {
  const isLimit = (value: Json | undefined): value is number => typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER
  return {
    kind: 'number',
    isWhole: type === 'integer',
    ...(isLimit(minimum) && { minimum }),
    ...(isLimit(maximum) && { maximum }),
  }
}

function mapShape(schema: JsonObject, reading: Reading, depth: number): FormShape {
  const fields = fieldsOf(schema, reading, depth + 1)
  if (fields.length > 0) {
    const operators = operatorsIn(schema, reading)
    return operators === undefined ? { kind: 'group', fields } : { kind: 'condition', operators }
  }
  if (schema.additionalProperties === false) return { kind: 'any' }
  const value = isJsonObject(schema.additionalProperties) ? schema.additionalProperties : {}
  return { kind: 'map', value: shapeOf(value, reading, depth + 1) }
}

/** A structured condition tells its operators beside the field that names one. */
function operatorsIn(schema: JsonObject, reading: Reading): JsonObject | undefined {
  const found = Object.values(mapIn(schema, 'properties')).flatMap((one) => [one, ...alternatives(resolved(one, reading), reading)])
  return found.map((one) => (isJsonObject(one) ? one['x-operators'] : undefined)).find(isJsonObject)
}

function eitherShape(either: readonly JsonObject[], reading: Reading, depth: number): FormShape {
  const [only, ...others] = either
  if (only !== undefined && others.length === 0) return shapeOf(only, reading, depth)
  const shapes = either.map((one) => shapeOf(one, reading, depth + 1))
  const condition = shapes.find(({ kind }) => kind === 'condition')
  if (condition !== undefined) return condition
  if (shapes.every((shape) => shape.kind === 'choice')) return { kind: 'choice', choices: shapes.flatMap((shape) => shape.choices) }
  // A text or a number, whatever is typed: there is nothing to choose.
  if (shapes.every(({ kind }) => ['text', 'number', 'switch', 'any', 'choice'].includes(kind))) return { kind: 'any' }
  return { kind: 'variants', variants: shapes.map((shape, index) => ({ shape, ...variantOf(shape, either[index], reading) })) }
}

function variantOf(shape: FormShape, schema: JsonObject | undefined, reading: Reading): Omit<FormVariant, 'shape'> {
  const titled = schema && textIn(schema, 'title')
  if (shape.kind !== 'group') return { title: titled ?? kindWords[shape.kind], marks: [] }
  const marks = Object.entries(mapIn(schema ?? {}, 'properties')).flatMap(([name, one]) => {
    const value = onlyValue(one, reading)
    return value === undefined ? [] : [{ name, value }]
  })
  const required = shape.fields.filter(({ isRequired }) => isRequired).map(({ title }) => title.toLowerCase())
  const words = marks.length > 0 ? marks.map(({ value }) => String(value)).join(', ') : required.join(' and ')
  return { title: titled ?? (words === '' ? 'Settings' : words), marks }
}

/** What a schema is content with, where that is one value alone. */
function onlyValue(given: Json | undefined, reading: Reading): Json | undefined {
  const schema = resolved(given, reading)
  const [only = schema, ...others] = alternatives(schema, reading)
  if (others.length > 0) return undefined
  return only.const ?? (Array.isArray(only.enum) && only.enum.length === 1 ? (only.enum[0] as Json) : undefined)
}

const kindWords: Readonly<Record<FormShape['kind'], string>> = {
  ...{ text: 'Text', code: 'Code', number: 'Number', switch: 'Yes or no', choice: 'Choice', list: 'List', map: 'Map', group: 'Settings' },
  ...{
    duration: 'Duration',
    variants: 'One of several',
    condition: 'Condition',
    connection: 'Connection',
    times: 'Times',
    any: 'Any value',
  },
}

/** Which of the variants a value is; the first one where nothing is written. */
export function variantIndex(variants: readonly FormVariant[], value: Json | undefined): number {
  const marked = variants.findIndex(
    ({ marks }) => marks.length > 0 && isJsonObject(value) && marks.every(({ name, value: wanted }) => value[name] === wanted),
  )
  if (marked >= 0) return marked
  const fitting = variants.flatMap(({ shape, marks }, index) => (marks.length === 0 && fits(shape, value) ? [index] : []))
  // What takes anything is the last resort: a list is shown as a list.
  return fitting.find((index) => value === undefined || variants[index]?.shape.kind !== 'any') ?? fitting[0] ?? 0
}

/** Whether a field of this shape can show the value; else it is shown as text. */
export function fits(shape: FormShape, value: Json | undefined): boolean {
  if (value === undefined) return true
  switch (shape.kind) {
    case 'text':
    case 'code':
    case 'connection':
    case 'times':
    case 'duration':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'switch':
      return typeof value === 'boolean'
    case 'choice':
      return shape.choices.includes(value)
    case 'list':
      return Array.isArray(value)
    case 'map':
      return isJsonObject(value)
    case 'condition':
      return isJsonObject(value) || Array.isArray(value)
    case 'group':
      return isJsonObject(value) && Object.keys(value).every((name) => shape.fields.some((field) => field.name === name))
    case 'variants':
      return shape.variants.some((variant) => fits(variant.shape, value))
    case 'any':
      return true
  }
}

/** Of `anyOf` and `oneOf`, without the one that stands for an expression. */
function alternatives(schema: JsonObject, reading: Reading): readonly JsonObject[] {
  const given = schema.anyOf ?? schema.oneOf
  if (!Array.isArray(given)) return []
  return given
    .map((one) => resolved(one, reading))
    .filter((one) => !isExpressionSchema(one))
    .flatMap((one) => (one.anyOf === undefined && one.oneOf === undefined ? [one] : alternatives(one, reading)))
}

function isExpressionSchema({ type, pattern }: JsonObject): boolean {
  return type === 'string' && pattern === '\\{\\{'
}

/** Follows `$ref` to the definitions of the schema. */
function resolved(given: Json | undefined, { root }: Reading): JsonObject {
  let schema = isJsonObject(given) ? given : {}
  for (let hops = 0; hops < 10 && typeof schema.$ref === 'string'; hops++) {
    const target = schema.$ref
      .split('/')
      .slice(1)
      .reduce<Json | undefined>((at, key) => (isJsonObject(at) ? at[key] : undefined), root)
    schema = isJsonObject(target) ? target : {}
  }
  return schema
}

function readable(name: string): string {
  const words = name
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textIn(given: Json | undefined, key: string): string | undefined {
  const value = isJsonObject(given) ? given[key] : undefined
  return typeof value === 'string' ? value : undefined
}

function mapIn(schema: JsonObject, key: string): JsonObject {
  const value = schema[key]
  return isJsonObject(value) ? value : {}
}

function listIn(schema: JsonObject, key: string): readonly Json[] {
  const value = schema[key]
  return Array.isArray(value) ? value : []
}
