import { anyMemberOf, elementsOf, entriesOf, laidOver } from '../read-member.ts'
import { booleanType, listOf, mapOf, numberType, stringType, unionOf, unknownType, type ValueType } from '../value-type.ts'
import type { TypedCall } from './infer-call.ts'

const texts: ReadonlySet<string> = new Set(
  `String String.fromCharCode String.fromCodePoint decodeURI decodeURIComponent encodeURI encodeURIComponent JSON.stringify`.split(' '),
)
const numbers: ReadonlySet<string> = new Set(`Number Number.parseFloat Number.parseInt parseFloat parseInt Date.parse Date.UTC`.split(' '))
const truths: ReadonlySet<string> = new Set(
  `Boolean Array.isArray Number.isFinite Number.isInteger Number.isNaN Number.isSafeInteger Object.hasOwn isFinite isNaN`.split(' '),
)

/** What a function of the library gives. */
export function functionType(name: string, { args, callback }: TypedCall): ValueType {
  const [first = unknownType] = args
  if (name.startsWith('Math.') || numbers.has(name)) return numberType
  if (texts.has(name)) return stringType
  if (truths.has(name)) return booleanType
  switch (name) {
    case 'Object.keys':
      return listOf(stringType)
    case 'Object.values':
      return listOf(anyMemberOf(first))
    case 'Object.entries':
      return entriesOf(first)
    case 'Object.assign':
      return args.reduce(laidOver, mapOf({}))
    case 'Object.groupBy':
      callback?.(elementsOf(first), numberType)
      return mapOf({}, listOf(elementsOf(first)))
    case 'Array.of':
      return listOf(unionOf(args))
    case 'Array.from':
      return arrayFrom(first, callback)
    default:
      return unknownType
  }
}

/** A map such as `{ length: 3 }` counts as a list of what it has under 0, 1 and so on. */
function arrayFrom(source: ValueType, callback: TypedCall['callback']): ValueType {
  const element = source.kind === 'list' || source.kind === 'string' ? elementsOf(source) : unknownType
  return listOf(callback === undefined ? element : callback(element, numberType))
}
