import type { Json } from '@millrace/engine'

interface CsvRowOptions {
  readonly delimiter: string
  readonly quote: string
  readonly guardFormulas: boolean
}

/** One line, without its end. */
export function writeCsvRow(cells: readonly Json[], options: CsvRowOptions): string {
  const row = cells.map((cell) => writeCell(cell, options)).join(options.delimiter)
  // A row of one empty cell would be an empty line, which readers pass over.
  return row === '' ? options.quote + options.quote : row
}

function writeCell(cell: Json, { delimiter, quote, guardFormulas }: CsvRowOptions): string {
  if (cell === null) return ''
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const guarded = guardFormulas && typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  const isQuoted = guarded.includes(quote) || guarded.includes(delimiter) || /[\r\n]|^\s|\s$|^\ufeff/.test(guarded)
  return isQuoted ? quote + guarded.replaceAll(quote, () => quote + quote) + quote : guarded
}
