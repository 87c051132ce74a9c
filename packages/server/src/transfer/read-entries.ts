import { isJsonObject, type Json } from '@millrace/engine'
import { deepestNesting, isTooDeep, tryJson } from '../parse-json.ts'
import { createCsvReader } from './create-csv-reader.ts'
import { createLineReader, createListReader, type ItemReader } from './create-item-reader.ts'
import { decodeText } from './decode-text.ts'
import { findDelimiter } from './find-delimiter.ts'
import { ImportMistake } from './import-mistake.ts'
import type { FieldNames } from './name-fields.ts'
import type { TransferFormat } from './transfer-format.ts'

/** What stands in one line: fields, or why there are none. */
export type Entry =
  | { readonly line: number; readonly fields: Readonly<Record<string, Json>> }
  | { readonly line: number; readonly mistake: string }

interface EntryReader {
  push(text: string): readonly Entry[]
  end(): readonly Entry[]
}

interface Layout {
  readonly format: TransferFormat
  /** Between the cells of CSV; left out, it is found in the first line. */
  readonly delimiter: string | undefined
}

/** The entries of a file with their fields as the table calls them, some at a time. Throws an `ImportMistake` where the rest cannot be read any more. */
export async function* readEntries(
  bytes: AsyncIterable<Uint8Array>,
  { format, delimiter }: Layout,
  names: FieldNames,
): AsyncGenerator<readonly Entry[], void, undefined> {
  let reader: EntryReader | undefined
  for await (const text of decodeText(bytes)) {
    reader ??= readerFor(format, text, delimiter, names)
    yield reader.push(text)
  }
  reader ??= readerFor(format, '', delimiter, names)
  yield reader.end()
}

function readerFor(format: TransferFormat, beginning: string, delimiter: string | undefined, names: FieldNames): EntryReader {
  switch (format) {
    case 'csv':
      return readCsv(beginning, delimiter, names)
    case 'json':
      return readItems(createListReader(), names)
    case 'ndjson':
      return readItems(createLineReader(), names)
  }
}

function readItems(reader: ItemReader, names: FieldNames): EntryReader {
  const entryOf = ({ text, line }: { readonly text: string; readonly line: number }): Entry => {
    if (isTooDeep(text)) return { line, mistake: `it is nested more than ${deepestNesting} levels deep` }
    const fields = tryJson(text)
    if (fields === undefined) return { line, mistake: 'it is no JSON' }
    if (!isJsonObject(fields)) return { line, mistake: 'an object is needed' }
    return { line, fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [names.columnOf(name), value])) }
  }
  return { push: (text) => reader.push(text).map(entryOf), end: () => reader.end().map(entryOf) }
}

/** What spreadsheets write before the first row. */
const delimiterLine = /^sep=([,;\t|])\r?\n/i

/** The first row names the columns. */
function readCsv(beginning: string, delimiter: string | undefined, names: FieldNames): EntryReader {
  const said = delimiterLine.exec(beginning)?.[1]
  const reader = createCsvReader(delimiter ?? said ?? findDelimiter(beginning))
  let isSaid = said !== undefined
  let columns: readonly string[] | undefined
  const entriesOf = (rows: ReturnType<typeof reader.push>): Entry[] =>
    rows.flatMap(({ cells, line }): Entry[] => {
      if (isSaid) isSaid = false
      else if (columns === undefined) columns = readHeader(cells, line).map((name) => names.columnOf(name))
      else if (cells.length === columns.length)
        return [{ line, fields: Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])) }]
      else return [{ line, mistake: `it has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} instead of ${columns.length}` }]
      return []
    })
  return {
    push: (text) => entriesOf(reader.push(text)),
    end() {
      const entries = entriesOf(reader.end())
      if (columns === undefined) throw new ImportMistake('the file is empty: its first row must name the columns')
      return entries
    },
  }
}

function readHeader(cells: readonly (string | null)[], line: number): readonly string[] {
  const names = cells.map((name) => name?.trim() ?? '')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined && twice !== '') throw new ImportMistake(`two columns are named "${twice}"`, line)
  if (names.includes('')) throw new ImportMistake('a column has no name: the first row must name all of them', line)
  return names
}
