import type { ApiImported } from '../api/table-types.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import { columnLines } from './loss-text.ts'

/** What an import has done, or would do. */
export function importText(imported: ApiImported, isDryRun: boolean): string {
  const { table, isNew, newColumns, renamed, count, created, updated, wrong, mistakes } = imported
  const columns = newColumns.length === 0 ? [] : [`${isNew ? 'New table' : 'New columns of'} ${table}:`, ...columnLines(newColumns)]
  const names = Object.entries(renamed).map(([field, column]) => `${printable(JSON.stringify(field))} of the file is column ${column}.`)
  const lines = mistakes.map(({ line, message }) => `Line ${line}: ${printable(message)}`)
  const more = wrong > lines.length ? [`… and ${wrong - lines.length} more.`] : []
  const end = isDryRun
    ? `${countOf(count, 'record')} would be imported, ${countOf(wrong, 'line')} would not.`
    : `Added: ${created}. Updated: ${updated}. Left out: ${wrong}.`
  return [...columns, ...names, ...lines, ...more, end].join('\n')
}
