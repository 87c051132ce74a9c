import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { controlledShape } from './controlled-shape.ts'
import { describesDuration } from './duration.ts'
import { eitherShape } from './either-shape.ts'
import type { FormField, FormShape } from './form-shape.ts'
import { alternatives, isExpressionSchema, keywordIn, listIn, mapIn, type Rooted, resolved, textIn } from './read-schema.ts'

/**
 * Owns: which field each parameter of a node gets, from its JSON Schema and the remarks in it: `x-control`, `x-folded`, `x-operators`.
 * Does not own: how a field looks (panel/), or what a value means (the server).
 */

export interface FormOptions {
  /** Of the node, for what its parameters mean. */
  readonly type: string
  /** Parameters whose text is taken as written. */
  readonly literal?: readonly string[] | undefined
  /** Types of connections that it takes. */
  readonly connections?: readonly string[] | undefined
}

interface Reading extends FormOptions, Rooted {}

/** Deeper than this, a form helps nobody. */
const deepest = 6

/** The fields of a schema's `properties`, the required ones first, else in their order. */
export function formFields(schema: JsonObject, options: FormOptions): readonly FormField[] {
  return fieldsOf(schema, { ...options, root: schema }, 0)
}

function fieldsOf(schema: JsonObject, reading: Reading, depth: number): readonly FormField[] {
  const required = new Set(listIn(schema, 'required'))
  const fields = Object.entries(mapIn(schema, 'properties')).map(([name, given]): FormField => {
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
      isFolded: keywordIn(inner, 'x-folded', reading) === true,
    }
  })
  return [...fields.filter(({ isRequired }) => isRequired), ...fields.filter(({ isRequired }) => !isRequired)]
}

/** Some parameters are more than their schema says. */
function namedShape(name: string, schema: JsonObject, reading: Reading, depth: number, isLiteral: boolean): FormShape {
  const shape = shapeOf(schema, reading, depth)
  if (isLiteral && shape.kind === 'list' && name === 'statements') return { kind: 'list', item: { kind: 'code', language: 'sql' } }
  if (shape.kind !== 'text') return shape
  if (name === 'connection') return { kind: 'connection', types: reading.connections ?? [] }
  if (name === 'cron' || name === 'rrule') return { kind: 'times', by: name }
  if (isLiteral && name === 'code') return { kind: 'code', language: codeLanguage(reading.type) }
  if (name === 'sql') return { kind: 'code', language: 'sql' }
  if (isLiteral && shape.isLong) return { kind: 'code', language: 'text' }
  return shape.format === undefined && describesDuration(textIn(schema, 'description') ?? '') ? { kind: 'duration' } : shape
}

function codeLanguage(type: string): 'javascript' | 'python' | 'text' {
  return type.endsWith('javascript') ? 'javascript' : type.endsWith('python') ? 'python' : 'text'
}

function shapeOf(given: Json | undefined, reading: Reading, depth: number): FormShape {
  const schema = resolved(given, reading)
  if (depth > deepest) return { kind: 'any' }
  const plain = plainShape(schema, reading, depth)
  return typeof schema['x-control'] === 'string' ? controlledShape(schema['x-control'], plain) : plain
}

function plainShape(schema: JsonObject, reading: Reading, depth: number): FormShape {
  const either = alternatives(schema, reading)
  if (either.length > 0) return eitherShape(either, reading, (one) => shapeOf(one, reading, depth + (either.length > 1 ? 1 : 0)))
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
      return listShape(shapeOf(schema.items, reading, depth + 1))
    case 'object':
      return mapShape(schema, reading, depth)
    default:
      return { kind: 'any' }
  }
}

function textShape({ format, maxLength, secret }: JsonObject): FormShape {
  if (secret === true) return { kind: 'secret' }
  if (format === 'date' || format === 'date-time') return { kind: 'moment', hasTime: format === 'date-time' }
  if (format === 'uri') return { kind: 'text', isLong: false, format }
  return { kind: 'text', isLong: typeof maxLength === 'number' && maxLength > 1000 }
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

function listShape(item: FormShape): FormShape {
  return item.kind === 'choice' ? { kind: 'several', choices: item.choices, alone: [], takesOne: false } : { kind: 'list', item }
}

function mapShape(schema: JsonObject, reading: Reading, depth: number): FormShape {
  const fields = fieldsOf(schema, reading, depth + 1)
  if (fields.length > 0) {
    const operators = operatorsIn(schema, reading)
    return operators === undefined ? { kind: 'group', fields } : { kind: 'condition', operators }
  }
  if (schema.additionalProperties === false) return { kind: 'any' }
  const value = isJsonObject(schema.additionalProperties) ? schema.additionalProperties : {}
  return { kind: 'map', value: inMap(shapeOf(value, reading, depth + 1)) }
}

/** Beside its name there is no room to choose between one value and a list of them: either is typed. */
function inMap(shape: FormShape): FormShape {
  return shape.kind === 'list' && shape.takesOne === true ? { kind: 'any' } : shape
}

/** A structured condition tells its operators beside the field that names one. */
function operatorsIn(schema: JsonObject, reading: Reading): JsonObject | undefined {
  const found = Object.values(mapIn(schema, 'properties')).flatMap((one) => {
    const inner = resolved(one, reading)
    return [inner, ...alternatives(inner, reading).filter((option) => !isExpressionSchema(option))]
  })
  return found.map((one) => one['x-operators']).find(isJsonObject)
}

function readable(name: string): string {
  const words = name
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
