import type { Json, JsonObject } from '@millrace/engine'
import { isExpressionText } from '../expression/convert-text.ts'
import { keyText } from '../expression/rewrite.ts'
import type { NodeContext } from '../node-context.ts'
import { at, type Fields, isFields, mapsAt, textAt } from '../read-value.ts'
import { type Converted, type Converter, whole } from './converter.ts'
import { jsonTemplate, parsedJson } from './json-template.ts'
import { bare, valueSource } from './value-source.ts'

interface Field {
  readonly name: string
  readonly value: Json
}

/** Set and Edit Fields: `values` (1, 2), `fields` (3.0 to 3.2), `assignments` (since 3.3), or one JSON text. */
export const setNode: Converter = (context) => {
  const { parameters } = context.node
  if (textAt(parameters, 'mode') === 'raw') return fromJson(context)
  const fields = [
    ...oldFields(context),
    ...mapsAt(parameters, 'fields', 'values').map((one) => middleField(context, one)),
    ...newFields(context),
  ]
  const kept = keepOf(context)
  if (typeof kept !== 'boolean') return withSome(context, kept, fields)
  const isDotted = at(parameters, 'options', 'dotNotation') !== false
  return written(
    context,
    isDotted ? nested(context, fields, kept) : Object.fromEntries(fields.map(({ name, value }) => [name, value])),
    kept,
  )
}

function written({ input }: NodeContext, values: JsonObject, keep: boolean): Converted {
  // The item stands inside what came in, or is not what came in: then it is laid out by an expression.
  if (keep && (input.isError || input.path !== '' || !/^(input|item)$/.test(input.value))) {
    const inside = Object.entries(values).map(([name, value]) => `${keyText(name)}: ${valueSource(value)}`)
    return { type: 'set', with: { values: whole(`{ ${[`...${input.value}${input.path}`, ...inside].join(', ')} }`) }, output: 'one' }
  }
  return { type: 'set', with: { values, ...(keep && { keep: true }) }, output: 'one' }
}

function oldFields(context: NodeContext): readonly Field[] {
  const { parameters } = context.node
  return ['string', 'number', 'boolean'].flatMap((kind) =>
    mapsAt(parameters, 'values', kind).map((one) =>
      field(context, textAt(one, 'name'), at(one, 'value') ?? (kind === 'boolean' ? false : kind === 'number' ? 0 : ''), kind),
    ),
  )
}

function middleField(context: NodeContext, one: Fields): Field {
  const type = textAt(one, 'type') ?? 'stringValue'
  return field(context, textAt(one, 'name'), at(one, type), type.replace(/Value$/, ''))
}

function newFields(context: NodeContext): readonly Field[] {
  return mapsAt(context.node.parameters, 'assignments', 'assignments').map((one) =>
    field(context, textAt(one, 'name'), at(one, 'value'), textAt(one, 'type') ?? 'string'),
  )
}

function field(context: NodeContext, name: string | undefined, value: unknown, type: string): Field {
  // Some exports mark the name as an expression without one in it.
  const plain = (name ?? '').replace(/^=(?!.*\{\{)/s, '')
  if (plain.includes('{{')) {
    context.note('by-hand', `The field name ${plain} is computed.`, 'Write the name of the field.')
    return { name: 'by_hand', value: context.value(value, plain) }
  }
  return { name: plain, value: typed(context.value(value ?? null, plain || 'value'), isExpressionText(value), type) }
}

/** A value that is written out gets the type it was given; the type of an expression is what it gives. */
function typed(value: Json, isComputed: boolean, type: string): Json {
  if (isComputed || typeof value !== 'string')
    return type === 'string' && !isComputed && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value
  if (type === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true'
  if (type === 'array' || type === 'object') return parsedJson(value) ?? value
  return value
}

/** Whether the fields that came in stay; of some of them, which. */
function keepOf({
  node: { parameters, version },
}: NodeContext): boolean | { readonly only?: readonly string[]; readonly not?: readonly string[] } {
  if (version < 3) return at(parameters, 'keepOnlySet') !== true
  const all = version < 3.3 ? textAt(parameters, 'include') !== 'none' : at(parameters, 'includeOtherFields') === true
  if (!all) return false
  const include = textAt(parameters, 'include') ?? 'all'
  if (include === 'selected') return { only: namesIn(textAt(parameters, 'includeFields')) }
  return include === 'except' ? { not: namesIn(textAt(parameters, 'excludeFields')) } : true
}

function namesIn(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** With some of the fields that came in. */
function withSome(
  { input }: NodeContext,
  { only, not }: { readonly only?: readonly string[]; readonly not?: readonly string[] },
  fields: readonly Field[],
): Converted {
  const item = `${input.value}${input.path}`
  const kept =
    only === undefined
      ? `Object.entries(${item}).filter(([key]) => !${JSON.stringify(not ?? [])}.includes(key))`
      : `Object.entries(${item}).filter(([key]) => ${JSON.stringify(only)}.includes(key))`
  const inside = fields.map(({ name, value }) => `${keyText(name)}: ${valueSource(value)}`)
  return { type: 'set', with: { values: whole(`{ ${[`...Object.fromEntries(${kept})`, ...inside].join(', ')} }`) }, output: 'one' }
}

/** A name with dots leads into maps. What those hold already is kept only where it can be named. */
function nested(context: NodeContext, fields: readonly Field[], keep: boolean): JsonObject {
  const values = new Map<string, Json>()
  for (const { name, value } of fields) {
    const keys = name.split('.')
    const [first = '', ...rest] = keys
    if (rest.length === 0 || keys.includes('')) values.set(name, value)
    else values.set(first, laid(values.get(first), rest, value))
    if (keep && rest.length > 0) {
      context.note(
        'changed',
        `The field ${name} replaces the whole of ${first}, of which n8n kept the other fields.`,
        `Write the fields of ${first} that should stay.`,
      )
    }
  }
  return Object.fromEntries(values)
}

function laid(into: Json | undefined, keys: readonly string[], value: Json): JsonObject {
  const [first = '', ...rest] = keys
  const map = isFields(into) ? (into as JsonObject) : {}
  return { ...map, [first]: rest.length === 0 ? value : laid(Object.hasOwn(map, first) ? map[first] : undefined, rest, value) }
}

/** `jsonOutput`: JSON with expressions in it, or one expression. */
function fromJson(context: NodeContext): Converted {
  const { parameters } = context.node
  const values = jsonTemplate(context, at(parameters, 'jsonOutput'), 'JSON output')
  const keep = keepOf(context) === true
  if (isFields(values)) return written(context, values as JsonObject, keep)
  const only = bare(values)
  const { input } = context
  return { type: 'set', with: { values: whole(keep ? `{ ...${input.value}${input.path}, ...${only} }` : only) }, output: 'one' }
}
