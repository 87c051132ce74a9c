import type { Json } from '@millrace/engine'

/** One line of CSV without its end. An empty cell is null, and `""` the empty text, so that what is read again is the same. */
export function writeCsvRow(cells: readonly Json[]): string {
  return cells.map(writeCell).join(',')
}

function writeCell(cell: Json): string {
  if (cell === null) return ''
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
