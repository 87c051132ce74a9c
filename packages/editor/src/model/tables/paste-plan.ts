import type { Json, JsonObject } from '@millrace/engine'
import { type Column, isTyped, type TableRecord } from './column.ts'
import type { Place } from './grid-move.ts'
import { isSame } from './is-same.ts'
import { readCell } from './read-cell.ts'
import { parseTsv } from './tsv.ts'

/** Writes as the API takes them. */
export type PasteOperation =
  | { readonly type: 'insert'; readonly table: string; readonly record: JsonObject }
  | { readonly type: 'update'; readonly table: string; readonly id: string; readonly changes: JsonObject }

export type PastePlan =
  | { readonly type: 'refused'; readonly reason: string }
  /** One cell over another: it is written like one that is typed. */
  | { readonly type: 'cell'; readonly record: TableRecord; readonly column: Column; readonly value: Json }
  | { readonly type: 'rows'; readonly operations: readonly PasteOperation[] }

interface Paste {
  readonly text: string
  readonly from: Place
  readonly table: string
  readonly columns: readonly Column[]
  readonly rows: readonly TableRecord[]
}

/** More belongs into a file. */
const mostRows = 1_000

/** What pasting this text means: from the cell on, over what is there; what goes beyond the last row becomes new records. All of it or nothing. */
export function planPaste({ text, from, table, columns, rows }: Paste): PastePlan {
  const given = parseTsv(text)
  const isWhole = hasHeadings(given, columns)
  const cells = isWhole ? given.slice(1) : given
  const into = isWhole ? columns : columns.slice(from.column)
  if (cells.length > mostRows) return refused(`That are ${cells.length} rows: import a file of more than ${mostRows}.`)
  if (cells.length === 1 && cells[0]?.length === 1) return planCell(cells[0][0] ?? '', into[0], rows[from.row])
  const operations: PasteOperation[] = []
  for (const [index, line] of cells.entries()) {
    const read = readLine(line, into)
    if (typeof read === 'string') return refused(`Row ${index + 1}, ${read}`)
    const record = rows[from.row + index]
    operations.push(
      record === undefined ? { type: 'insert', table, record: filled(read) } : { type: 'update', table, id: record.id, changes: read },
    )
  }
  return { type: 'rows', operations }
}

function planCell(text: string, column: Column | undefined, record: TableRecord | undefined): PastePlan {
  if (column === undefined || record === undefined) return refused('There is no cell.')
  if (!isTyped(column)) return refused(`${column.name} is not written here: open the record.`)
  const read = readCell(column, text)
  return read.ok ? { type: 'cell', record, column, value: read.value } : refused(`${column.name}: ${read.mistake}`)
}

/** Cells of columns that are not typed are passed over. */
function readLine(line: readonly string[], columns: readonly Column[]): JsonObject | string {
  const fields: { [name: string]: Json } = {}
  for (const [place, column] of columns.entries()) {
    const text = line[place]
    if (text === undefined || !isTyped(column)) continue
    const read = readCell(column, text)
    if (!read.ok) return `${column.name}: ${read.mistake}`
    fields[column.name] = read.value
  }
  return fields
}

/** Rows that were copied here bring the names of their columns, and go where they came from. */
function hasHeadings([first = [], ...rest]: readonly (readonly string[])[], columns: readonly Column[]): boolean {
  return rest.length > 0 && first.length > 1 && first.every((name, index) => columns[index]?.name === name)
}

/** What is left empty in a new record gets its default. */
function filled(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** The operations as they are sent: the server refuses a change of a record that is not as it was seen. */
export function withSeen(operations: readonly PasteOperation[], seen: ReadonlyMap<string, TableRecord>): readonly JsonObject[] {
  return operations.map((operation) => {
    if (operation.type === 'insert') return operation
    const updatedAt = seen.get(operation.id)?.updatedAt
    return { ...operation, changes: { ...operation.changes, ...(updatedAt !== undefined && { updatedAt }) } }
  })
}

/** The records of which somebody else has set the same cells to something else. */
export function changedSince(
  operations: readonly PasteOperation[],
  seen: ReadonlyMap<string, TableRecord>,
  now: ReadonlyMap<string, TableRecord>,
): readonly TableRecord[] {
  return operations.flatMap((operation) => {
    if (operation.type === 'insert') return []
    const { id, changes } = operation
    const record = now.get(id)
    const isTheirs = (name: string) => !isSame(record?.[name], seen.get(id)?.[name]) && !isSame(record?.[name], changes[name])
    return record !== undefined && Object.keys(changes).some(isTheirs) ? [record] : []
  })
}

/** What sets back what was pasted: of each record only if nobody has changed it since. `written` is what the API has made of each. */
export function undoPaste(
  operations: readonly PasteOperation[],
  written: readonly (TableRecord | undefined)[],
  rows: readonly TableRecord[],
): readonly JsonObject[] {
  return operations.flatMap((operation, index): readonly JsonObject[] => {
    const record = written[index]
    if (record === undefined) return []
    const { table } = operation
    const where = { id: record.id, updatedAt: record.updatedAt ?? null }
    if (operation.type === 'insert') return [{ type: 'delete-where', table, where }]
    const before = rows.find(({ id }) => id === record.id)
    const changes = Object.fromEntries(Object.keys(operation.changes).map((name) => [name, before?.[name] ?? null]))
    return [{ type: 'update-where', table, where, changes }]
  })
}

function refused(reason: string): PastePlan {
  return { type: 'refused', reason }
}
