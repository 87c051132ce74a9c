/** Cells as spreadsheets put them into the clipboard: tabs between them, in quotes where one holds a tab, a quote or a new line. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\n')
}

/** What a spreadsheet, or a text, has put there; the new line at its end makes no row. */
export function parseTsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  const given = text.replaceAll('\r\n', '\n')
  const cell = /"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)/y
  for (;;) {
    const [, quoted, plain = ''] = cell.exec(given) ?? []
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    const next = given[cell.lastIndex]
    if (next === undefined) break
    if (next === '\n') rows.push([])
    cell.lastIndex += 1
  }
  const last = rows.at(-1)
  return rows.length > 1 && last?.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows
}
