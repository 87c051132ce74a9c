import type { FileHandle, Files } from '@millrace/kit'
import { writeCsvRow } from '../csv/write-csv-row.ts'
import type { SqlBatch } from './sql-session.ts'

const mediaTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv;charset=utf-8' }

/** Writes rows into a file while they come, batch by batch: memory does not grow with their number. */
export async function writeRowFile(
  batches: AsyncIterable<SqlBatch>,
  { format, name, files }: { readonly format: 'ndjson' | 'csv'; readonly name: string | undefined; readonly files: Files },
): Promise<{ readonly file: FileHandle; readonly rowCount: number }> {
  let rowCount = 0
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const batch of batches) {
      const head = format === 'csv' && rowCount === 0 ? csvLine(batch.columns) : ''
      rowCount += batch.rows.length
      const lines = batch.rows.map((row) =>
        format === 'csv' ? csvLine(batch.columns.map((name) => row[name] ?? null)) : `${JSON.stringify(row)}\n`,
      )
      yield Buffer.from(head + lines.join(''))
    }
  }
  const file = await files.write(content(), { name: name ?? `rows.${format}`, mediaType: mediaTypes[format] })
  return { file, rowCount }
}

function csvLine(cells: Parameters<typeof writeCsvRow>[0]): string {
  return `${writeCsvRow(cells, { delimiter: ',', quote: '"', guardFormulas: false })}\n`
}
