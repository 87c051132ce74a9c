import type { Json, JsonObject } from '@millrace/engine'
import type { Column } from '@millrace/store'
import { readTextCell } from './read-text-cell.ts'

const systemFields: Readonly<Record<string, Column['type']>> = { id: 'string', createdAt: 'date', updatedAt: 'date' }

/** The fields with the types of their columns. A CSV file has only texts. */
export function readRecord(fields: JsonObject, columns: ReadonlyMap<string, Column>, holdsTexts: boolean): JsonObject {
  const known = Object.entries(fields).filter(([name, value]) => !(isSystemField(name) && value === null))
  if (!holdsTexts) return Object.fromEntries(known)
  return Object.fromEntries(
    known.map(([name, value]): [string, Json] => [name, typed(columns.get(name)?.type ?? systemFields[name], value)]),
  )
}

export function isSystemField(name: string): boolean {
  return Object.hasOwn(systemFields, name)
}

function typed(type: Column['type'] | undefined, value: Json): Json {
  return type === undefined || typeof value !== 'string' ? value : readTextCell(type, value)
}
