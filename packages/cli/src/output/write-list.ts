import { assertNever } from '@millrace/engine'
import { stringify } from 'yaml'
import type { Options, Values } from '../command/command.ts'
import type { Host } from '../host.ts'
import { table } from './table.ts'

const formats = ['table', 'json', 'yaml', 'csv'] as const
type Format = (typeof formats)[number]

/** The options that every list takes. */
export const listOptions = {
  output: { type: 'text', value: 'FORMAT', choices: formats, about: 'How to print it.', fallback: 'table', short: 'o' },
  json: { type: 'flag', about: 'The same as --output json.' },
} as const satisfies Options

/** How a row of a list is shown: its cells for people; programs get the rows themselves. */
export interface ListShape<Row> {
  readonly headings: readonly string[]
  readonly cells: (row: Row) => readonly string[]
  /** Said instead of an empty table. */
  readonly empty: string
}

export function writeList<Row extends object>(
  rows: readonly Row[],
  shape: ListShape<Row>,
  { out }: Host,
  values: Values<typeof listOptions>,
): void {
  const format: Format = values.json ? 'json' : ((values.output as Format | undefined) ?? 'table') // Parsing has checked the choice.
  switch (format) {
    case 'json':
      return out.write(`${JSON.stringify(rows, null, 2)}\n`)
    case 'yaml':
      return out.write(stringify(rows))
    case 'csv':
      return out.write(`${[shape.headings, ...rows.map(shape.cells)].map(csvLine).join('\r\n')}\r\n`)
    case 'table': {
      const width = out.isTerminal ? out.size().columns : Number.POSITIVE_INFINITY
      return out.write(rows.length === 0 ? `${shape.empty}\n` : `${table(shape.headings, rows.map(shape.cells), width).join('\n')}\n`)
    }
    default:
      return assertNever(format)
  }
}

/** RFC 4180; what a spreadsheet would take for a formula is given as text. */
function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')
}
