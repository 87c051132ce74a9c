import type { JsonObject } from '@millrace/engine'
import type { ApiColumn, ApiLoss, ApiTable } from '../api/table-types.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import { columnText } from './table-shape.ts'

/** What a change would lose, and in which records. */
export function lossText({ change, count, examples, isDiscardable }: ApiLoss): string {
  const head = `${changeText(change)}: ${countOf(count, 'record')} ${isDiscardable ? 'would lose a value' : 'must be mended first'}`
  const lines = examples.map(({ id, value }) => `    ${id}  ${printable(JSON.stringify(value)).slice(0, 100)}`)
  return [head, ...lines].join('\n')
}

/** The table as it is or would be, one column in a line. */
export function columnLines(columns: readonly ApiColumn[]): readonly string[] {
  const width = Math.max(...columns.map(({ name }) => name.length))
  return columns.map((column) => `  ${column.name.padEnd(width)}  ${columnText(column)}`)
}

/** Who may do what, one action in a line. */
export function accessLines(access: ApiTable['access']): readonly string[] {
  if (access === undefined) return []
  return Object.entries(access).map(([action, who]) => `  may ${action.padEnd(6)}  ${who.length === 0 ? 'nobody' : who.join(', ')}`)
}

function changeText({ type, column, to }: JsonObject): string {
  return [type, column, ...(to === undefined ? [] : ['to', to])].join(' ')
}
