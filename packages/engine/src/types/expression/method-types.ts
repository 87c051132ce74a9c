import { methodsOf } from '../../expression/library/library.ts'
import { elementsOf } from '../read-member.ts'
import { booleanType, listOf, nullType, numberType, optionsOf, stringType, unionOf, unknownType, type ValueType } from '../value-type.ts'
import type { TypedCall } from './infer-call.ts'

/** What a method gives, whichever of the kinds that have it its receiver turns out to be. */
export function methodType(receiver: ValueType, name: string, call: TypedCall): ValueType {
  const options = optionsOf(receiver).flatMap((option) => (option.kind === 'unknown' ? anyReceiver : [option]))
  const results = options.flatMap((option) => {
    const table = tableOf(option)
    if (table === undefined || !methodsOf[table].has(name)) return []
    return [resultOf(table, name, option === 'date' ? unknownType : elementsOf(option), call)]
  })
  return unionOf(results)
}

type Table = keyof typeof methodsOf

/** What an unknown value may be. Dates stand for themselves: they are no JSON, and no type of their own here. */
const anyReceiver: readonly (ValueType | 'date')[] = [listOf(unknownType), stringType, numberType, booleanType, 'date']

function tableOf(option: ValueType | 'date'): Table | undefined {
  if (option === 'date') return 'date'
  const tables: Partial<Record<ValueType['kind'], Table>> = { string: 'text', list: 'array', number: 'number', boolean: 'boolean' }
  return tables[option.kind]
}

function resultOf(table: Table, name: string, element: ValueType, call: TypedCall): ValueType {
  switch (table) {
    case 'text':
      return textMethods.get(name) ?? unknownType
    case 'array':
      return listMethodType(name, element, call)
    case 'date':
      return /^(get|valueOf)/.test(name) ? numberType : stringType
    default:
      return stringType
  }
}

const textMethods: ReadonlyMap<string, ValueType> = new Map([
  ...words('charCodeAt codePointAt indexOf lastIndexOf localeCompare search', numberType),
  ...words('endsWith includes startsWith', booleanType),
  ...words('at charAt concat normalize padEnd padStart repeat replace replaceAll slice substring', stringType),
  ...words('toLowerCase toString toUpperCase trim trimEnd trimStart', stringType),
  ...words('split', listOf(stringType)),
])

const listMethods: ReadonlyMap<string, ValueType> = new Map([
  ...words('indexOf lastIndexOf findIndex findLastIndex', numberType),
  ...words('includes some every', booleanType),
  ...words('join', stringType),
  ...words('keys', listOf(numberType)),
])

function words(names: string, type: ValueType): readonly [string, ValueType][] {
  return names.split(' ').map((name) => [name, type])
}

const keepsElements: ReadonlySet<string> = new Set('filter reverse slice sort toReversed toSorted values'.split(' '))

function listMethodType(name: string, element: ValueType, { args }: TypedCall): ValueType {
  if (keepsElements.has(name)) return listOf(element)
  switch (name) {
    case 'at':
    case 'find':
    case 'findLast':
      return unionOf([element, nullType])
    case 'concat':
      return listOf(unionOf([element, ...args.map(flattened)]))
    case 'entries':
      return listOf(listOf(unionOf([element, numberType])))
    case 'flat':
      return args.length === 0 ? listOf(flattened(element)) : listOf(unknownType)
    case 'toSpliced':
      return listOf(unionOf([element, ...args.slice(2)]))
    case 'with':
      return listOf(unionOf([element, ...args.slice(1, 2)]))
    case 'map':
    case 'flatMap':
      return listOf(unknownType)
    default:
      return listMethods.get(name) ?? unknownType
  }
}

/** A list counts as its elements, anything else as itself. */
function flattened(type: ValueType): ValueType {
  return unionOf(optionsOf(type).map((option) => (option.kind === 'list' ? option.of : option)))
}

type CallbackCall = TypedCall & { readonly callback: NonNullable<TypedCall['callback']> }

/** The methods of lists that call what they are given. Undefined for those whose result does not depend on it. */
export function callbackMethodType(receiver: ValueType, name: string, { callback }: CallbackCall): ValueType | undefined {
  const element = elementsOf(receiver)
  // A text has methods that take a function too: what they call it with are parts of the text and places in it.
  if (name === 'replace' || name === 'replaceAll') {
    callback()
    return undefined
  }
  const list = listOf(element)
  switch (name) {
    case 'map':
      return listOf(callback(element, numberType, list))
    case 'flatMap':
      return listOf(flattened(callback(element, numberType, list)))
    case 'reduce':
    case 'reduceRight':
      // What it starts from is the result of an earlier call, so that it may become anything.
      callback(unknownType, element, numberType, list)
      return unknownType
    case 'sort':
    case 'toSorted':
      callback(element, element)
      return undefined
    default:
      callback(element, numberType, list)
      return undefined
  }
}
