import {
  anyMapType,
  type Field,
  limited,
  listOf,
  type MapType,
  mapOf,
  nullType,
  numberType,
  optionsOf,
  stringType,
  unionOf,
  unknownType,
  type ValueType,
} from './value-type.ts'

/** What a member of a value is; or that no such value has it. */
export type Member = { readonly type: ValueType } | { readonly missing: true }

const missing: Member = { missing: true }

/** Of a value that may be one of several, the member is missing only when none of them has it. What has no value at all decides nothing. */
export function readMember(type: ValueType, key: string | number): Member {
  const options = optionsOf(type).filter(({ kind }) => kind !== 'null')
  if (options.length === 0) return { type: unknownType }
  const found = options.map((option) => readOption(option, key))
  const types = found.flatMap((member) => ('type' in member ? [member.type] : []))
  if (types.length === 0) return missing
  return { type: unionOf(types.length === found.length ? types : [...types, nullType]) }
}

function readOption(type: ValueType, key: string | number): Member {
  switch (type.kind) {
    case 'unknown':
      return { type: unknownType }
    case 'string':
    case 'list':
      if (key === 'length') return { type: numberType }
      return isIndex(key) ? { type: type.kind === 'list' ? type.of : stringType } : missing
    case 'map':
      return readField(type, String(key))
    default:
      return missing
  }
}

function readField({ fields, rest }: MapType, key: string): Member {
  const field = Object.hasOwn(fields, key) ? fields[key] : undefined
  if (field !== undefined) return { type: field.type }
  return rest === undefined ? missing : { type: rest }
}

function isIndex(key: string | number): boolean {
  return typeof key === 'number' || /^[0-9]+$/.test(key)
}

/** The field of that name, where a value has it; `unknown` where it has not. */
export function fieldOf(type: ValueType, name: string): ValueType {
  const member = readMember(type, name)
  return 'type' in member ? member.type : unknownType
}

/** What may come out when any member is read, by a key that is not known before it runs. */
export function anyMemberOf(type: ValueType): ValueType {
  return unionOf([
    nullType,
    ...optionsOf(type).flatMap((option): readonly ValueType[] => {
      if (option.kind === 'unknown') return [unknownType]
      if (option.kind === 'string') return [stringType, numberType]
      if (option.kind === 'list') return [option.of, numberType]
      return option.kind === 'map' ? valuesOf(option) : []
    }),
  ])
}

export function valuesOf({ fields, rest }: MapType): readonly ValueType[] {
  const types = Object.values(fields).map(({ type }) => type)
  return rest === undefined ? types : [...types, rest]
}

/** What a list, or what is iterated like one, consists of: the characters of a text are texts. */
export function elementsOf(type: ValueType): ValueType {
  const elements = optionsOf(type).flatMap((option) => {
    if (option.kind === 'list') return [option.of]
    if (option.kind === 'unknown') return [unknownType]
    return option.kind === 'string' ? [stringType] : []
  })
  return unionOf(elements)
}

/**
 * `{ ...below, ...above }`. A field of `above` need not be there, whatever its type says: what lies above may be null, or may have left
 * its expression without the field because that had no value.
 */
export function laidOver(below: ValueType, above: ValueType): ValueType {
  const [under, over] = [asMap(below), asMap(above)]
  if (under === undefined || over === undefined) return anyMapType
  const fields = new Map<string, Field>(Object.entries(under.fields))
  for (const [name, field] of fields) {
    if (over.rest !== undefined) fields.set(name, { ...field, type: unionOf([field.type, over.rest]) })
  }
  for (const [name, field] of Object.entries(over.fields)) {
    const lower = fields.get(name)?.type ?? under.rest
    fields.set(name, lower === undefined ? field : { ...field, type: unionOf([field.type, lower]) })
  }
  const rests = [under.rest, over.rest].filter((type) => type !== undefined)
  return limited({ kind: 'map', fields: Object.fromEntries(fields), ...(rests.length > 0 && { rest: unionOf(rests) }) })
}

/** `{ ...below, name: type }`: fields that are written out are there, and nothing of what they replace is left. */
export function withFields(below: ValueType, fields: Readonly<Record<string, ValueType | Field>>): ValueType {
  const under = asMap(below) ?? { fields: {}, rest: unknownType }
  return mapOf({ ...under.fields, ...fields }, under.rest)
}

/** The one map that a value can be, besides null which adds nothing. */
function asMap(type: ValueType): MapType | undefined {
  const options = optionsOf(type).filter(({ kind }) => kind !== 'null')
  const [only] = options
  if (only === undefined) return { kind: 'map', fields: {} }
  return options.length === 1 && only.kind === 'map' ? only : undefined
}

/** The entries of a map, each a list of key and value. */
export function entriesOf(type: ValueType): ValueType {
  return listOf(listOf(unionOf([stringType, anyMemberOf(type)])))
}
