import { isJsonObject, type Json } from '@millrace/engine'
import { control, defineNode, done, FatalError, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { delimiter, quote } from './csv-params.ts'
import { writeCsvRow } from './write-csv-row.ts'

export const csvStringify = defineNode({
  type: 'csv.stringify',
  title: 'Write CSV',
  icon: 'table',
  group: 'data',
  summary: 'Writes a list of rows as CSV text.',
  docs: `Rows are maps or lists. The columns are \`columns\`, or all fields of all maps in the order in which they first come. Null and missing values are empty, maps and lists are JSON.

Spreadsheets run cells that begin with \`=\`, \`+\`, \`-\`, \`@\`, tab or carriage return as formulas. With \`guardFormulas: true\` such texts get an apostrophe before them; do so for files that people open and that hold what strangers wrote. Numbers are left alone.`,
  params: z.strictObject({
    rows: z
      .array(jsonValue())
      .optional()
      .meta({ title: 'Rows', description: 'Maps or lists; what came in, when left out', ...control('expression') }),
    columns: z.array(z.string()).min(1).optional().meta({ title: 'Columns', description: 'Which fields, in which order' }),
    header: z.boolean().default(true).meta({ title: 'Header', description: 'Begin with the names of the columns, when rows are maps' }),
    delimiter,
    quote,
    lineEnd: z
      .enum(['lf', 'crlf'])
      .default('lf')
      .meta({ title: 'Line end', description: 'Between rows', ...folded }),
    bom: z
      .boolean()
      .default(false)
      .meta({ title: 'Byte order mark', description: 'Begin with one, so that spreadsheets see UTF-8', ...folded }),
    guardFormulas: z
      .boolean()
      .default(false)
      .meta({ title: 'Guard formulas', description: 'Keep spreadsheets from running cells', ...folded }),
  }),
  output: z.string(),
  effects: 'pure',
  errors: [{ code: 'BAD_INPUT', when: 'There is no list of rows, or a row is neither a map nor a list. A retry does not help.' }],
  examples: [
    {
      name: 'orders',
      with: {},
      input: [
        { sku: 'pen', note: 'black, fine' },
        { sku: 'ink', price: 12 },
      ],
      output: 'sku,note,price\npen,"black, fine",\nink,,12\n',
    },
    {
      name: 'for a spreadsheet',
      with: { columns: ['name'], guardFormulas: true },
      input: [{ name: '=1+1' }, { name: -1 }],
      output: "name\n'=1+1\n-1\n",
    },
  ],
  run({ params, input }) {
    const rows = rowsOf(params.rows ?? input)
    const columns = params.columns ?? columnsOf(rows)
    const head = params.header && columns.length > 0 ? [columns] : []
    const lines = [...head, ...rows.map((row) => (Array.isArray(row) ? row : columns.map((name) => own(row, name))))]
    const end = params.lineEnd === 'crlf' ? '\r\n' : '\n'
    const written = lines.map((cells) => writeCsvRow(cells, params) + end)
    return done((params.bom ? '\ufeff' : '') + written.join(''))
  },
})

function rowsOf(rows: Json): readonly Json[] {
  if (!Array.isArray(rows)) {
    throw new FatalError('There are no rows: what came in is not a list. Name it with rows, e.g. {{ input.orders }}.', {
      code: 'BAD_INPUT',
    })
  }
  const bad = rows.findIndex((row: Json) => typeof row !== 'object' || row === null)
  if (bad === -1) return rows
  throw new FatalError(`Row ${bad} (counted from 0) is neither a map nor a list.`, { code: 'BAD_INPUT', details: { item: bad } })
}

function columnsOf(rows: readonly Json[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (isJsonObject(row) ? Object.keys(row) : [])))]
}

function own(row: Json, name: string): Json {
  return isJsonObject(row) && Object.hasOwn(row, name) ? (row[name] ?? null) : null
}
