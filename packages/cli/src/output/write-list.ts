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

/** How a row of a list is shown: its cells for people; JSON and YAML give the rows themselves. */
export interface ListShape<Row> {
  readonly headings: readonly string[]
  readonly cells: (row: Row) => readonly string[]
  /** The columns of the CSV, by name, with values that a program can count with; left out, they are those of the table. */
  readonly fields?: Readonly<Record<string, (row: Row) => string>>
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
      return out.write(`${csvLines(rows, shape).map(csvLine).join('\r\n')}\r\n`)
    case 'table': {
      const width = out.isTerminal ? out.size().columns : Number.POSITIVE_INFINITY
      return out.write(rows.length === 0 ? `${shape.empty}\n` : `${table(shape.headings, rows.map(shape.cells), width).join('\n')}\n`)
    }
    default:
      return assertNever(format)
  }
}

function csvLines<Row>(rows: readonly Row[], { headings, cells, fields }: ListShape<Row>): readonly (readonly string[])[] {
  if (fields === undefined) return [headings, ...rows.map(cells)]
  return [Object.keys(fields), ...rows.map((row) => Object.values(fields).map((field) => field(row)))]
}

/** RFC 4180; what a spreadsheet would take for a formula is given as text. */
function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell))
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')
}
