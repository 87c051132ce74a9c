import type { ParsedText } from '../expression/template.ts'
import type { Json } from '../json.ts'
import { inferExpression } from './expression/infer-expression.ts'
import type { Miss, TypeScope } from './expression/inference.ts'
import { typeOfJson } from './type-of-json.ts'
import { listOf, mapOf, stringType, unionOf, unknownType, type ValueType } from './value-type.ts'

type Path = readonly (string | number)[]

/** A member that cannot exist, and where it is read. */
export interface PlacedMiss extends Omit<Miss, 'position'> {
  readonly text: ParsedText
  /** In the string that the expression stands in. */
  readonly offset: number
}

/** The strings of one template that hold expressions, by their path. */
export type TextsByPath = ReadonlyMap<string, ParsedText>

export function textsByPath(texts: readonly ParsedText[]): TextsByPath {
  return new Map(texts.map((text) => [pathKey(text.at, text.isKey ? 'key' : 'value'), text]))
}

function pathKey(at: Path, part: 'key' | 'value'): string {
  return JSON.stringify([part, ...at])
}

interface Template {
  readonly texts: TextsByPath
  readonly scope: TypeScope
  readonly onMiss: (miss: PlacedMiss) => void
}

/** The type of what a template gives. */
export function inferTemplate(value: Json, template: Template): ValueType {
  // Most nodes have no expression that anything could be said of.
  return template.texts.size === 0 ? typeOfJson(value) : inferValue(value, [], template)
}

function inferValue(value: Json, at: Path, template: Template): ValueType {
  if (typeof value === 'string') return value.includes('{{') ? inferText(at, 'value', template) : stringType
  if (typeof value !== 'object' || value === null) return typeOfJson(value)
  if (isList(value)) return listOf(unionOf(value.map((item, index) => inferValue(item, [...at, index], template))))
  return inferMap(value, at, template)
}

/** One key that is computed may be any, also one of those written out. */
function inferMap(map: { readonly [key: string]: Json }, at: Path, template: Template): ValueType {
  const computed: ValueType[] = []
  const fields = Object.entries(map).map(([key, item]): [string, ValueType] => {
    const path = [...at, key]
    const type = inferValue(item, path, template)
    if (!key.includes('{{')) return [key, type]
    inferText(path, 'key', template)
    computed.push(type)
    return [key, type]
  })
  if (computed.length === 0) return mapOf(Object.fromEntries(fields))
  return mapOf({}, unionOf(fields.map(([, type]) => type)))
}

/** One expression alone keeps its type; anything beside it makes it text. A text that nobody has parsed is taken as written. */
function inferText(at: Path, part: 'key' | 'value', { texts, scope, onMiss }: Template): ValueType {
  const text = texts.get(pathKey(at, part))
  if (text === undefined) return stringType
  const types = text.parts.map((one) => {
    if (typeof one === 'string') return stringType
    if (one.syntax === undefined) return unknownType
    return inferExpression(one.syntax, one.text, scope, ({ position, ...miss }) => onMiss({ ...miss, text, offset: one.offset + position }))
  })
  const [only] = types
  return only !== undefined && types.length === 1 ? only : stringType
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
