import type { TableRecord } from '../model/tables/column.ts'

export interface UnsavedRecord {
  /** By the name of the column. */
  readonly typed: Readonly<Record<string, string>>
  /** The record that it was typed against; undefined for a new one. */
  readonly base: TableRecord | undefined
}

const unsaved = new Map<string, UnsavedRecord>()

/** What was typed into a record before another one was opened, or its panel was closed: it waits there until it is saved or taken back. */
export function unsavedRecord(table: string, id: string | undefined): UnsavedRecord | undefined {
  return unsaved.get(placeOf(table, id))
}

export function keepUnsaved(table: string, id: string | undefined, record: UnsavedRecord): void {
  if (Object.keys(record.typed).length === 0) unsaved.delete(placeOf(table, id))
  else unsaved.set(placeOf(table, id), record)
}

function placeOf(table: string, id = ''): string {
  return `${table}/${id}`
}
