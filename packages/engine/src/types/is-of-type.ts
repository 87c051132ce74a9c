import { isJsonObject, type Json } from '../json.ts'
import type { ValueType } from './value-type.ts'

/** Whether a type tells the truth about a value. Null fits every type: none says that a value is there. */
export function isOfType(value: Json, type: ValueType): boolean {
  if (value === null) return true
  switch (type.kind) {
    case 'unknown':
      return true
    case 'null':
      return false
    case 'list':
      return Array.isArray(value) && value.every((item: Json) => isOfType(item, type.of))
    case 'map':
      return isJsonObject(value) && Object.entries(value).every(([name, item]) => isOfType(item, fieldType(type, name)))
    case 'union':
      return type.of.some((option) => isOfType(value, option))
    default:
      return typeof value === type.kind
  }
}

function fieldType({ fields, rest }: Extract<ValueType, { kind: 'map' }>, name: string): ValueType {
  return (Object.hasOwn(fields, name) ? fields[name]?.type : rest) ?? { kind: 'null' }
}
