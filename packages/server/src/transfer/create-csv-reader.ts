import { ImportMistake } from './import-mistake.ts'

export interface CsvRow {
  /** Null where nothing stands; `""` is the empty text. */
  readonly cells: readonly (string | null)[]
  /** Where it begins, counted from 1. */
  readonly line: number
}

export interface CsvReader {
  /** The rows that are whole with this piece. */
  push(text: string): readonly CsvRow[]
  end(): readonly CsvRow[]
}

const lineFeed = 10
const carriageReturn = 13
const quote = 34
const largestRow = 16 * 1024 * 1024

/**
 * Reads CSV (RFC 4180, any line end) piece by piece, so that a file of any size takes the memory of one row. Empty lines are passed over.
 * Throws an `ImportMistake` for what is no CSV: nobody could say where the next row begins.
 */
export function createCsvReader(delimiterText: string): CsvReader {
  const delimiter = delimiterText.charCodeAt(0)
  let place: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  let cell = ''
  let cells: (string | null)[] = []
  let line = 1
  let firstLine = 1
  let isAfterReturn = false
  let size = 0

  function endCell(): void {
    cells.push(place === 'start' ? null : cell)
    cell = ''
    place = 'start'
  }

  function endRow(rows: CsvRow[]): void {
    if (cells.length > 0 || place !== 'start') {
      endCell()
      rows.push({ cells, line: firstLine })
    }
    cells = []
    size = 0
    line += 1
    firstLine = line
  }

  /** Takes what is left of a cell, and returns where it ends. */
  function takeQuoted(text: string, from: number): number {
    const close = text.indexOf('"', from)
    const end = close === -1 ? text.length : close
    const piece = text.slice(from, end)
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) line += 1
    cell += piece
    if (close !== -1) place = 'closed'
    return end
  }

  function takePlain(text: string, from: number): number {
    let end = from + 1
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end)
      if (code === delimiter || code === lineFeed || code === carriageReturn) break
    }
    cell += text.slice(from, end)
    place = 'plain'
    return end - 1
  }

  function takeQuote(): boolean {
    if (place !== 'start' && place !== 'closed') return false
    if (place === 'closed') cell += '"'
    place = 'quoted'
    return true
  }

  return {
    push(text) {
      const rows: CsvRow[] = []
      size += text.length
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at)
        const isRestOfEnd = isAfterReturn && code === lineFeed
        isAfterReturn = false
        if (isRestOfEnd) continue
        if (place === 'quoted') at = takeQuoted(text, at)
        else if (code === quote && takeQuote()) continue
        else if (code === delimiter) endCell()
        else if (code === lineFeed || code === carriageReturn) {
          endRow(rows)
          isAfterReturn = code === carriageReturn
        } else if (place === 'closed') throw new ImportMistake('something follows the closing quote of a cell', line)
        else at = takePlain(text, at)
      }
      if (rows.length === 0 && size > largestRow) throw new ImportMistake('the row has more than 16 MiB: is a quote left open?', firstLine)
      return rows
    },
    end() {
      if (place === 'quoted') throw new ImportMistake('a quoted cell has no end', firstLine)
      const rows: CsvRow[] = []
      endRow(rows)
      return rows
    },
  }
}
