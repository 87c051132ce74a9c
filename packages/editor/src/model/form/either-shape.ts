import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { FormShape, FormVariant } from './form-shape.ts'
import { alternatives, mapIn, type Rooted, resolved, textIn } from './read-schema.ts'

/** The field for one of several schemas; `shapeOf` gives that of each. */
export function eitherShape(either: readonly JsonObject[], reading: Rooted, shapeOf: (schema: JsonObject) => FormShape): FormShape {
  const [only, ...others] = either
  if (only !== undefined && others.length === 0) return shapeOf(only)
  if (isAnything(either)) return { kind: 'any' }
  const shapes = either.map(shapeOf)
  const condition = shapes.find(({ kind }) => kind === 'condition')
  if (condition !== undefined) return condition
  return (
    joined(shapes) ?? { kind: 'variants', variants: shapes.map((shape, index) => ({ shape, ...variantOf(shape, either[index], reading) })) }
  )
}

/** A schema for all of JSON refers to itself, without end: there is nothing to choose. */
function isAnything(either: readonly JsonObject[]): boolean {
  const types = new Set(either.map(({ type }) => type))
  return types.has('array') && types.has('object') && types.has('string') && (types.has('number') || types.has('boolean'))
}

/** Shapes that one control shows. */
function joined(shapes: readonly FormShape[]): FormShape | undefined {
  if (shapes.every((shape) => shape.kind === 'choice')) return { kind: 'choice', choices: shapes.flatMap((shape) => shape.choices) }
  if (shapes.every(isText)) return { kind: 'text', isLong: false }
  // A text or a number, whatever is typed: there is nothing to choose.
  if (shapes.every(({ kind }) => ['text', 'number', 'switch', 'any', 'choice'].includes(kind))) return { kind: 'any' }
  if (shapes.every((shape) => shape.kind === 'group' && shape.fields.length === 1 && shape.fields[0]?.isRequired === true))
    return { kind: 'operation', fields: shapes.flatMap((shape) => (shape.kind === 'group' ? shape.fields : [])) }
  return oneOrMany(shapes)
}

/** An item, or a list of such items. */
function oneOrMany(shapes: readonly FormShape[]): FormShape | undefined {
  const [one, many, ...others] = shapes.toSorted((a, b) => Number(isMany(a)) - Number(isMany(b)))
  if (one === undefined || many === undefined || others.length > 0) return undefined
  if (one.kind === 'choice' && many.kind === 'several') {
    return {
      ...many,
      alone: one.choices.filter((choice) => !many.choices.includes(choice)),
      takesOne: one.choices.some((choice) => many.choices.includes(choice)),
    }
  }
  return many.kind === 'list' && many.item.kind === one.kind && ['text', 'any', 'name'].includes(one.kind)
    ? { ...many, takesOne: true }
    : undefined
}

function isText(shape: FormShape): boolean {
  return shape.kind === 'text' || (shape.kind === 'choice' && shape.choices.every((choice) => typeof choice === 'string'))
}

function isMany({ kind }: FormShape): boolean {
  return kind === 'list' || kind === 'several'
}

function variantOf(shape: FormShape, schema: JsonObject | undefined, reading: Rooted): Omit<FormVariant, 'shape'> {
  const titled = schema && textIn(schema, 'title')
  if (shape.kind === 'choice' && shape.choices.length === 1) return { title: titled ?? String(shape.choices[0]), marks: [] }
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
function onlyValue(given: Json | undefined, reading: Rooted): Json | undefined {
  const schema = resolved(given, reading)
  const [only = schema, ...others] = alternatives(schema, reading)
  if (others.length > 0 || !isJsonObject(only)) return undefined
  return only.const ?? (Array.isArray(only.enum) && only.enum.length === 1 ? (only.enum[0] as Json) : undefined)
}

const kindWords: Readonly<Record<FormShape['kind'], string>> = {
  text: 'Text',
  secret: 'Secret',
  code: 'Code',
  number: 'Number',
  bytes: 'Size',
  switch: 'Yes or no',
  choice: 'Choice',
  several: 'Some of them',
  list: 'List',
  map: 'Map',
  group: 'Settings',
  operation: 'Operation',
  duration: 'Duration',
  moment: 'Date',
  name: 'Name',
  file: 'File',
  variants: 'One of several',
  condition: 'Condition',
  connection: 'Connection',
  times: 'Times',
  expression: 'Expression',
  any: 'Any value',
}
