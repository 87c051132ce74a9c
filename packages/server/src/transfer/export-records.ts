import type { Json, JsonObject } from '@millrace/engine'
import type { Column, Listed } from '@millrace/store'
import { letOthersIn } from './let-others-in.ts'
import type { TransferFormat } from './transfer-format.ts'
import { writeCsvRow } from './write-csv-row.ts'

type ExportColumn = Pick<Column, 'name' | 'type'>

interface ExportRequest {
  /** A page of what is exported: the first one without a cursor. */
  read(cursor: string | undefined): Promise<Listed<JsonObject>>
  readonly format: TransferFormat
  /** In this order, in CSV. Those of JSON are written as JSON even where they hold a text, so that it is one again when it is read. */
  readonly columns: readonly ExportColumn[]
}

/** Records as text, page by page. The first page is read at once, so that a query that cannot be is refused before the answer begins. */
export async function exportRecords(request: ExportRequest): Promise<ReadableStream<Uint8Array>> {
  const first = await request.read(undefined)
  const encoder = new TextEncoder()
  return ReadableStream.from(
    (async function* () {
      for await (const text of textOf(request, first)) yield encoder.encode(text)
    })(),
  )
}

async function* textOf(request: ExportRequest, first: Listed<JsonObject>): AsyncGenerator<string> {
  const { format, columns } = request
  if (format === 'csv') yield `${writeCsvRow(columns.map(({ name }) => name))}\r\n`
  if (format === 'json') yield '['
  let isFirst = true
  for await (const records of pagesFrom(request, first)) {
    if (records.length === 0) continue
    yield pageText(records, request, isFirst)
    isFirst = false
  }
  if (format === 'json') yield '\n]\n'
}

async function* pagesFrom({ read }: ExportRequest, first: Listed<JsonObject>) {
  let page = first
  for (;;) {
    yield page.items
    if (page.nextCursor === undefined) return
    await letOthersIn()
    page = await read(page.nextCursor)
  }
}

function pageText(records: readonly JsonObject[], { format, columns }: ExportRequest, isFirst: boolean): string {
  switch (format) {
    case 'csv':
      return records.map((record) => `${writeCsvRow(columns.map((column) => cellOf(column, record)))}\r\n`).join('')
    case 'ndjson':
      return records.map((record) => `${JSON.stringify(record)}\n`).join('')
    case 'json':
      return `${isFirst ? '' : ','}\n${records.map((record) => JSON.stringify(record)).join(',\n')}`
  }
}

function cellOf({ name, type }: ExportColumn, record: JsonObject): Json {
  const value = record[name] ?? null
  return type === 'json' && typeof value === 'string' ? JSON.stringify(value) : value
}
