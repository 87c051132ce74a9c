import type { Json, JsonObject } from '@millrace/engine'
import { call } from '../api/call.ts'
import { showToast } from '../design/toast.ts'
import { copyText } from '../model/tables/cell-text.ts'
import { type Column, isTyped, type TableRecord } from '../model/tables/column.ts'
import type { Place } from '../model/tables/grid-move.ts'
import { readCell } from '../model/tables/read-cell.ts'
import { parseTsv, toTsv } from '../model/tables/tsv.ts'
import type { CellEdit } from './use-cell-edit.ts'
import type { Records } from './use-records.ts'

/** More belongs into a file. */
const mostRows = 1_000

export interface GridClipboard {
  copy(clipboard: DataTransfer, records: readonly TableRecord[] | TableRecord | undefined, column: Column | undefined): void
  /** From this cell on, over what is there; what goes beyond the last row becomes new records. */
  paste(text: string, from: Place): Promise<void>
}

/** Cells and rows, as spreadsheets have them in the clipboard. */
export function useGridClipboard(table: string, records: Records, columns: readonly Column[], set: CellEdit['set']): GridClipboard {
  return {
    copy(clipboard, chosen, column) {
      if (chosen === undefined || column === undefined) return
      const rows = Array.isArray(chosen) ? (chosen as readonly TableRecord[]) : undefined // One record is no list.
      const text =
        rows === undefined
          ? copyText(column, (chosen as TableRecord)[column.name])
          : toTsv([columns.map(({ name }) => name), ...rows.map((record) => columns.map((one) => copyText(one, record[one.name])))])
      clipboard.setData('text/plain', text)
      showToast({
        kind: 'success',
        title: rows === undefined ? 'Copied the cell' : `Copied ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`,
      })
    },
    async paste(text, from) {
      try {
        const one = oneCell(text, from, columns, records.rows)
        if (one !== undefined) return await set(one.record, one.column, one.value)
        const operations = plan({ text, from, table, columns, rows: records.rows })
        if (operations.length === 0) return
        await call('POST /api/v1/table-writes', { body: { operations } })
        records.refresh()
        showToast({ kind: 'success', title: `Pasted into ${operations.length} ${operations.length === 1 ? 'record' : 'records'}` })
      } catch (error) {
        showToast({ kind: 'error', title: 'Nothing was pasted', text: error instanceof Error ? error.message : String(error) })
      }
    },
  }
}

interface Paste {
  readonly text: string
  readonly from: Place
  readonly table: string
  readonly columns: readonly Column[]
  readonly rows: readonly TableRecord[]
}

/** One cell can be taken back. */
function oneCell(text: string, from: Place, columns: readonly Column[], rows: readonly TableRecord[]) {
  const cells = parseTsv(text)
  const column = columns[from.column]
  const record = rows[from.row]
  if (cells.length > 1 || (cells[0]?.length ?? 0) > 1 || record === undefined || column === undefined) return undefined
  if (!isTyped(column)) throw new Error(`${column.name} cannot be written here.`)
  const read = readCell(column, cells[0]?.[0] ?? '')
  if (!read.ok) throw new Error(`${column.name}: ${read.mistake}`)
  return { record, column, value: read.value }
}

/** All of it or nothing. Throws where a text does not fit its column. */
function plan({ text, from, table, columns, rows }: Paste): readonly object[] {
  const given = parseTsv(text)
  const isWhole = hasHeadings(given, columns)
  const cells = isWhole ? given.slice(1) : given
  if (cells.length > mostRows) throw new Error(`That are ${cells.length} rows: import a file of more than ${mostRows}.`)
  const into = isWhole ? columns : columns.slice(from.column)
  return cells.map((line, index) => {
    const fields: { [name: string]: Json } = {}
    for (const [place, column] of into.entries()) {
      const typed = line[place]
      if (typed === undefined || !isTyped(column)) continue
      const read = readCell(column, typed)
      if (!read.ok) throw new Error(`Row ${index + 1}, ${column.name}: ${read.mistake}`)
      fields[column.name] = read.value
    }
    const record = rows[from.row + index]
    return record === undefined
      ? { type: 'insert', table, record: filled(fields) }
      : { type: 'update', table, id: record.id, changes: fields }
  })
}

/** Rows that were copied here bring the names of their columns, and go where they came from. */
function hasHeadings([first = [], ...rest]: readonly (readonly string[])[], columns: readonly Column[]): boolean {
  return rest.length > 0 && first.length > 1 && first.every((name, index) => columns[index]?.name === name)
}

/** What is left empty in a new record gets its default. */
function filled(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
