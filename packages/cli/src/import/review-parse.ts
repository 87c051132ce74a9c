import type { ApiClient } from '../api/api-client.ts'
import type { ApiParseClass } from '../api/parse-types.ts'
import { CliError, usageError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Output } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import { cell, table } from '../output/table.ts'

/** All classes of the server behind the connection. To count them may take long. */
export async function reviewParse(client: ApiClient, connection: string): Promise<readonly ApiParseClass[]> {
  const content = new TextEncoder().encode(JSON.stringify({ connection }))
  const { classes } = await client.upload<{ classes: readonly ApiParseClass[] }>('/import/parse/review', content, 'application/json')
  return classes
}

/** `all`, or names with commas between them. */
export function chooseClasses(all: readonly ApiParseClass[], given: string | undefined): readonly ApiParseClass[] {
  const offered = all.filter(({ isOffered }) => isOffered)
  if (given === undefined) return all
  if (given === 'all') {
    if (offered.length > 0) return offered
    throw new CliError('The Parse server has no class that can be imported.', exitCode.failed)
  }
  const names = given.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  if (names.length === 0) throw usageError('--classes takes names with commas between them, or all.')
  return [...new Set(names)].map((name) => {
    const found = offered.find((one) => one.class === name)
    if (found !== undefined) return found
    throw usageError(`Class "${name}" cannot be imported: choose among ${offered.map((one) => one.class).join(', ')}, or all.`)
  })
}

/** What would come, and below it what is not as it was. */
export function tellReview(classes: readonly ApiParseClass[], out: Output): void {
  const paint = createPaint(out)
  const coming = classes.filter(({ isOffered }) => isOffered)
  const rows = coming.map((one) => [cell(one.class), cell(one.table ?? ''), cell(one.records ?? 0), there(one), cell(one.columns.length)])
  const lines = table(['class', 'table', 'records', 'there already', 'columns'], rows, out.isTerminal ? out.size().columns : 1_000)
  out.write(`${lines.join('\n')}\n`)
  const tell = (title: string, notes: readonly string[]): void => {
    if (notes.length > 0) out.write(`\n${paint('bold', oneLine(title))}\n${notes.map((note) => `  - ${oneLine(note)}\n`).join('')}`)
  }
  const common = coming.length < 2 ? [] : (coming[0]?.notes ?? []).filter((note) => coming.every(({ notes }) => notes.includes(note)))
  tell('All classes', common)
  for (const { class: name, notes, columns } of classes) {
    const ofColumns = columns.flatMap(({ from, note }) => (note === undefined ? [] : [`${from}: ${note}`]))
    tell(name, [...notes.filter((note) => !common.includes(note)), ...ofColumns])
  }
}

function there({ existing }: ApiParseClass): string {
  return existing === null ? 'no table' : String(existing)
}
