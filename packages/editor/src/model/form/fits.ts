import { isJsonObject, type Json } from '@millrace/engine'
import { readSimpleSize } from './bytes.ts'
import type { FormShape, FormVariant } from './form-shape.ts'
import { readMoment } from './moment.ts'

/** Whether a field of this shape can show the value; else it is shown as text. */
export function fits(shape: FormShape, value: Json | undefined): boolean {
  if (value === undefined) return true
  switch (shape.kind) {
    case 'text':
    case 'secret':
    case 'code':
    case 'connection':
    case 'times':
    case 'duration':
    case 'name':
      return typeof value === 'string'
    case 'moment':
      return typeof value === 'string' && (value === '' || readMoment(value) !== undefined)
    case 'number':
      return typeof value === 'number'
    case 'bytes':
      return typeof value === 'number' || (shape.takesText && typeof value === 'string' && readSimpleSize(value) !== undefined)
    case 'switch':
      return typeof value === 'boolean'
    case 'choice':
      return shape.choices.includes(value)
    case 'several':
      return fitsSeveral(shape, value)
    case 'list':
      return Array.isArray(value) || (shape.takesOne === true && !isJsonObject(value) && fits(shape.item, value))
    case 'map':
    case 'file':
      return isJsonObject(value)
    case 'condition':
      return isJsonObject(value) || Array.isArray(value)
    case 'group':
      return isJsonObject(value) && Object.keys(value).every((name) => shape.fields.some((field) => field.name === name))
    case 'operation':
      return fitsOperation(shape.fields, value)
    case 'variants':
      return shape.variants.some((variant) => fits(variant.shape, value))
    case 'expression':
    case 'any':
      return true
  }
}

function fitsSeveral({ choices, alone, takesOne }: Extract<FormShape, { kind: 'several' }>, value: Json): boolean {
  if (Array.isArray(value)) return value.every((one) => choices.includes(one))
  return alone.includes(value) || (takesOne && choices.includes(value))
}

function fitsOperation(fields: Extract<FormShape, { kind: 'operation' }>['fields'], value: Json): boolean {
  if (!isJsonObject(value)) return false
  const names = Object.keys(value)
  return names.length <= 1 && names.every((name) => fields.some((field) => field.name === name))
}

/** Which of the variants a value is; the first one where nothing is written. */
export function variantIndex(variants: readonly FormVariant[], value: Json | undefined): number {
  const marked = variants.findIndex(
    ({ marks }) => marks.length > 0 && isJsonObject(value) && marks.every(({ name, value: wanted }) => value[name] === wanted),
  )
  if (marked >= 0) return marked
  const fitting = variants.flatMap(({ shape, marks }, index) => (marks.length === 0 && fits(shape, value) ? [index] : []))
  // What takes anything is the last resort: a list is shown as a list.
  return fitting.find((index) => value === undefined || variants[index]?.shape.kind !== 'any') ?? fitting[0] ?? 0
}
