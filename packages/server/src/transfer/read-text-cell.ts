import type { Json } from '@millrace/engine'
import type { ColumnType } from '@millrace/store'
import { tryJson } from '../parse-json.ts'

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
      return tryJson(text) ?? text
    default:
      return text
  }
}

const booleans: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false, yes: true, no: false }

function isNumberText(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
}
