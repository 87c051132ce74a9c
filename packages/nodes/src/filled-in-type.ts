import { isJsonObject, type Json, mapOf, stringType, unknownType, type ValueType } from '@millrace/engine'

/** The type of what somebody has filled in. */
export function filledInType(fields: Json | undefined): ValueType {
  return mapOf({ fields: { type: fieldsType(fields), about: 'By the names of the fields.' }, submittedAt: stringType })
}

/** One for each field; not known beforehand when they are computed. */
function fieldsType(fields: Json | undefined): ValueType {
  if (!Array.isArray(fields)) return mapOf({}, unknownType)
  const names = fields.flatMap((field) => (isJsonObject(field) && typeof field.name === 'string' ? [field.name] : []))
  return mapOf(Object.fromEntries(names.map((name) => [name, unknownType])))
}
