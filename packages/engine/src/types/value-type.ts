/**
 * Owns: what can be said of a value before anything runs.
 * Invariant: a type may say too little, never too much: `unknown` fits every value, and whatever is not surely known is `unknown`.
 * Nothing is not told apart from null, and every value may be null besides: an expression that finds nothing gives null.
 */
export type ValueType =
  | { readonly kind: 'unknown' | 'null' | 'boolean' | 'number' | 'string' }
  | { readonly kind: 'list'; readonly of: ValueType }
  /** Fields besides the known ones are of type `rest`; without it there are none. What is `isAside` may be, but is not what people mean. */
  | { readonly kind: 'map'; readonly fields: Readonly<Record<string, Field>>; readonly rest?: ValueType; readonly isAside?: true }
  | { readonly kind: 'union'; readonly of: readonly ValueType[] }

export interface Field {
  readonly type: ValueType
  readonly optional?: true
  /** For people who complete it. */
  readonly about?: string
}

export type MapType = Extract<ValueType, { kind: 'map' }>

export const unknownType: ValueType = { kind: 'unknown' }
export const nullType: ValueType = { kind: 'null' }
export const booleanType: ValueType = { kind: 'boolean' }
export const numberType: ValueType = { kind: 'number' }
export const stringType: ValueType = { kind: 'string' }

const largest = 500
const mostFieldsOfLarge = 200
const sizes = new WeakMap<ValueType, number>()

export function listOf(type: ValueType): ValueType {
  return limited({ kind: 'list', of: type })
}

/** A map that has these fields and, without `rest`, no others. */
export function mapOf(fields: Readonly<Record<string, ValueType | Field>>, rest?: ValueType): ValueType {
  const entries = Object.entries(fields).map(([name, field]) => [name, 'kind' in field ? { type: field } : field])
  return limited({ kind: 'map', fields: Object.fromEntries(entries) as MapType['fields'], ...(rest && { rest }) })
}

/** A map of which nothing is known. */
export const anyMapType: ValueType = { kind: 'map', fields: {}, rest: unknownType }

const mostOptions = 20

/** One of these; of none nothing is known. */
export function unionOf(types: Iterable<ValueType>): ValueType {
  const options: ValueType[] = []
  for (const type of types) {
    for (const option of optionsOf(type)) {
      if (option.kind === 'unknown') return unknownType
      if (!options.some((other) => isSameType(other, option))) options.push(option)
      if (options.length > mostOptions) return unknownType
    }
  }
  const [only = unknownType] = options
  if (options.length >= 5 && isAnything(options)) return unknownType
  return options.length > 1 ? limited({ kind: 'union', of: options }) : only
}

/** Every kind of JSON, written out: that is to say nothing. */
function isAnything(options: readonly ValueType[]): boolean {
  const kinds = new Set(options.map(({ kind }) => kind))
  const isAnyMap = options.some((option) => option.kind === 'map' && option.rest !== undefined && Object.keys(option.fields).length === 0)
  return isAnyMap && kinds.has('string') && kinds.has('number') && kinds.has('boolean') && kinds.has('list')
}

/** The options that people are told of. */
export function shownOptionsOf(type: ValueType): readonly ValueType[] {
  return optionsOf(type).filter((option) => option.kind !== 'map' || !option.isAside)
}

export function optionsOf(type: ValueType): readonly ValueType[] {
  return type.kind === 'union' ? type.of : [type]
}

function isSameType(one: ValueType, other: ValueType): boolean {
  if (one === other) return true
  if (one.kind !== other.kind) return false
  if (one.kind === 'list' && other.kind === 'list') return isSameType(one.of, other.of)
  if (one.kind === 'union' && other.kind === 'union')
    return one.of.length === other.of.length && one.of.every((type, index) => isSameType(type, other.of[index] ?? unknownType))
  return one.kind !== 'map' || other.kind !== 'map' || isSameMap(one, other)
}

function isSameMap(one: MapType, other: MapType): boolean {
  const names = Object.keys(one.fields)
  if (names.length !== Object.keys(other.fields).length || (one.rest === undefined) !== (other.rest === undefined)) return false
  if (one.rest !== undefined && other.rest !== undefined && !isSameType(one.rest, other.rest)) return false
  return names.every((name) => {
    const [field, twin] = [one.fields[name], Object.hasOwn(other.fields, name) ? other.fields[name] : undefined]
    return field !== undefined && twin !== undefined && field.optional === twin.optional && isSameType(field.type, twin.type)
  })
}

/**
 * The type itself, or less of it when it is large. Types share their parts, and each node may hold the one before it twice: written out,
 * they would soon be larger than the file by any factor. With a bound for each, whatever is done with one costs little.
 */
export function limited(type: ValueType): ValueType {
  if (sizeOf(type) <= largest) return type
  if (type.kind === 'list') return { kind: 'list', of: unknownType }
  if (type.kind !== 'map' || Object.keys(type.fields).length > mostFieldsOfLarge) return unknownType
  const fields = Object.entries(type.fields).map(([name, field]) => [name, { ...field, type: unknownType }])
  return { kind: 'map', fields: Object.fromEntries(fields) as MapType['fields'], ...(type.rest && { rest: unknownType }) }
}

function sizeOf(type: ValueType): number {
  if (type.kind !== 'list' && type.kind !== 'map' && type.kind !== 'union') return 1
  const known = sizes.get(type)
  if (known !== undefined) return known
  const size = partsOf(type).reduce((sum, part) => sum + 1 + sizeOf(part), 1)
  sizes.set(type, size)
  return size
}

function partsOf(type: Exclude<ValueType, { kind: 'unknown' | 'null' | 'boolean' | 'number' | 'string' }>): readonly ValueType[] {
  if (type.kind === 'list') return [type.of]
  if (type.kind === 'union') return type.of
  const fields = Object.values(type.fields).map((field) => field.type)
  return type.rest === undefined ? fields : [...fields, type.rest]
}
