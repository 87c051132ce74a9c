import type { Json } from '@millrace/engine'
import { type ColumnType, StoreError } from '@millrace/store'
import { deepestNesting, isTooDeep, tryJson } from '../parse-json.ts'

/** What a text of a CSV file is in a column of this type. What does not fit stays text, and is refused as any other value would be. */
export function readTextCell(type: ColumnType, text: string): Json {
  switch (type) {
    case 'number':
      return isNumberText(text.trim()) ? Number(text) : text
    case 'boolean':
      return booleans[text.trim().toLowerCase()] ?? text
    case 'date':
    case 'pointer':
      return text.trim()
    case 'json':
    case 'file':
    case 'geoPoint':
    case 'relation':
      return jsonOf(text)
    default:
      return text
  }
}

function jsonOf(text: string): Json {
  if (isTooDeep(text)) throw new StoreError('RECORD_INVALID', `A cell is nested more than ${deepestNesting} levels deep.`)
  return tryJson(text) ?? text
}

const booleans: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false, yes: true, no: false }

function isNumberText(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
}
