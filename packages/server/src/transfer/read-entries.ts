import { isJsonObject, type Json } from '@millrace/engine'
import { deepestNesting, isTooDeep, tryJson } from '../parse-json.ts'
import { createCsvReader } from './create-csv-reader.ts'
import { createLineReader, createListReader, type ItemReader } from './create-item-reader.ts'
import { ImportMistake } from './import-mistake.ts'
import type { TransferFormat } from './transfer-format.ts'

/** What stands in one line: fields, or why there are none. */
export type Entry =
  | { readonly line: number; readonly fields: Readonly<Record<string, Json>> }
  | { readonly line: number; readonly mistake: string }

interface EntryReader {
  push(text: string): readonly Entry[]
  end(): readonly Entry[]
}

/** The entries of a file, some at a time. Throws an `ImportMistake` where the rest cannot be read any more. */
export async function* readEntries(
  bytes: AsyncIterable<Uint8Array>,
  format: TransferFormat,
  delimiter: string,
): AsyncGenerator<readonly Entry[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = format === 'csv' ? readCsv(delimiter) : readItems(format === 'json' ? createListReader() : createLineReader())
  for await (const chunk of bytes) yield reader.push(decode(decoder, chunk))
  yield reader.push(decode(decoder, undefined))
  yield reader.end()
}

function decode(decoder: { decode(bytes?: Uint8Array, options?: { stream: boolean }): string }, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (error) {
    if (error instanceof TypeError) throw new ImportMistake('the file is not UTF-8: save it so')
    throw error
  }
}

function readItems(reader: ItemReader): EntryReader {
  const entryOf = ({ text, line }: { readonly text: string; readonly line: number }): Entry => {
    if (isTooDeep(text)) return { line, mistake: `it is nested more than ${deepestNesting} levels deep` }
    const fields = tryJson(text)
    if (fields === undefined) return { line, mistake: 'it is no JSON' }
    return isJsonObject(fields) ? { line, fields } : { line, mistake: 'an object is needed' }
  }
  return { push: (text) => reader.push(text).map(entryOf), end: () => reader.end().map(entryOf) }
}

/** The first row names the columns. */
function readCsv(delimiter: string): EntryReader {
  const reader = createCsvReader(delimiter)
  let names: readonly string[] | undefined
  const entriesOf = (rows: ReturnType<typeof reader.push>): Entry[] =>
    rows.flatMap(({ cells, line }): Entry[] => {
      if (names === undefined) {
        names = readHeader(cells)
        return []
      }
      if (cells.length !== names.length) return [{ line, mistake: `it has ${cells.length} cells instead of ${names.length}` }]
      return [{ line, fields: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])) }]
    })
  return { push: (text) => entriesOf(reader.push(text)), end: () => entriesOf(reader.end()) }
}

function readHeader(cells: readonly (string | null)[]): readonly string[] {
  const names = cells.map((name) => name?.trim() ?? '')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined && twice !== '') throw new ImportMistake(`two columns are named "${twice}"`, 1)
  if (names.includes('')) throw new ImportMistake('a column has no name: the first row must name all of them', 1)
  return names
}
