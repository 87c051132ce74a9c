import type { Json } from '@millrace/engine'
import { control, defineNode, done, FatalError, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { textErrors, textInput } from '../text/text-input.ts'
import { delimiter, quote } from './csv-params.ts'
import { CsvMistake, type CsvRow, readCsv } from './read-csv.ts'

const maxColumns = 10_000

export const csvParse = defineNode({
  type: 'csv.parse',
  title: 'Parse CSV',
  icon: 'table',
  group: 'data',
  summary: 'Reads CSV text and gives out a list of rows.',
  docs: `With \`header: true\` the first row names the columns and each other row becomes a map; \`header: [sku, price]\` names them where the file does not; \`header: false\` gives rows as lists. A name that comes twice gets a number: \`name\`, \`name_2\`.

Cells are texts. With \`types: true\`, plain numbers (not \`007\` or \`+49\`), \`true\` and \`false\` become such, and empty cells null. The step \`convert\` of \`transform\` does it column by column.

A byte order mark and empty lines are passed over. A row with more or fewer cells than there are columns is an error that names its line; with \`ragged: true\` missing cells are empty and those beyond are dropped.`,
  params: z.strictObject({
    text: z
      .string()
      .optional()
      .meta({ title: 'Text', description: 'CSV; what came in, when left out', ...control('long-text') }),
    header: z
      .union([z.boolean(), z.array(z.string()).min(1)])
      .default(true)
      .meta({ title: 'Header', description: 'Whether the first row names the columns, or the names' }),
    delimiter,
    quote,
    types: z
      .boolean()
      .default(false)
      .meta({ title: 'Types', description: 'Read plain numbers, true and false as such', ...folded }),
    trim: z
      .boolean()
      .default(false)
      .meta({ title: 'Trim', description: 'Leave out space around cells', ...folded }),
    ragged: z
      .boolean()
      .default(false)
      .meta({ title: 'Ragged', description: 'Allow rows of other lengths', ...folded }),
  }),
  output: z.array(jsonValue()),
  effects: 'pure',
  errors: [
    ...textErrors,
    { code: 'BAD_CSV', when: 'The text is not CSV, or a row has another length. `error.details.line` tells where. A retry does not help.' },
  ],
  examples: [
    {
      name: 'orders',
      with: { types: true },
      input: 'sku,price,note\npen,2.5,"black, fine"\nink,12,\n',
      output: [
        { sku: 'pen', price: 2.5, note: 'black, fine' },
        { sku: 'ink', price: 12, note: null },
      ],
    },
    {
      name: 'lists, with semicolons',
      with: { header: false, delimiter: ';', text: '{{ input.body }}' },
      input: { body: 'a;1\nb;2' },
      output: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
  ],
  run({ params, input }) {
    const text = textInput(params.text, input, 'text')
    try {
      return done(rowsOf(readCsv(text, params), params))
    } catch (error) {
      if (!(error instanceof CsvMistake)) throw error
      throw new FatalError(
        `The CSV cannot be read: in line ${error.line} ${error.message}. Correct it, or see delimiter, quote and ragged.`,
        {
          code: 'BAD_CSV',
          details: { line: error.line },
        },
      )
    }
  },
})

interface Options {
  readonly header: boolean | readonly string[]
  readonly types: boolean
  readonly trim: boolean
  readonly ragged: boolean
}

function rowsOf(rows: Iterable<CsvRow>, { header, types, trim, ragged }: Options): readonly Json[] {
  const made: Json[] = []
  let names: readonly string[] | undefined = typeof header === 'boolean' ? undefined : distinct(header)
  let width = names?.length
  for (const { cells, line } of rows) {
    const trimmed = trim ? cells.map((cell) => cell.trim()) : cells
    if (cells.length > maxColumns) throw new CsvMistake(`are more than ${maxColumns} cells`, line)
    if (header === true && !names) {
      names = distinct(trimmed)
      width = names.length
      continue
    }
    width ??= cells.length
    if (cells.length !== width && !ragged) throw new CsvMistake(`are ${cells.length} cells instead of ${width}`, line)
    const values = types ? trimmed.map(typed) : trimmed
    made.push(names ? named(names, values) : values)
  }
  return made
}

/** `Object.fromEntries` makes an own field of every name, `__proto__` too. */
function named(names: readonly string[], values: readonly Json[]): Json {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? (index < values.length ? null : '')]))
}

function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  for (const name of names) {
    let free = name
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`
    taken.add(free)
  }
  return [...taken]
}

function typed(cell: string): Json {
  if (cell === '') return null
  if (cell === 'true' || cell === 'false') return cell === 'true'
  // Whatever would not be written the same again, such as 007 or 1e5, is a text.
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(cell) && !/^-?0\d/.test(cell) ? Number(cell) : cell
}
