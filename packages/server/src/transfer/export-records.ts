import type { Json, JsonObject } from '@millrace/engine'
import type { Tables } from '@millrace/runtime'
import type { Column, Listed, TableQuery, TableRecord } from '@millrace/store'
import type { TransferFormat } from './transfer-format.ts'
import { writeCsvRow } from './write-csv-row.ts'

interface ExportRequest {
  readonly tables: Pick<Tables, 'query'>
  readonly account: string
  readonly table: string
  readonly query: TableQuery
  readonly format: TransferFormat
  /** In this order, in CSV. Those of JSON are written as JSON even where they hold a text, so that it is one again when it is read. */
  readonly columns: readonly Pick<Column, 'name' | 'type'>[]
}

/** The records as text, page by page. The first page is read at once, so that a query that cannot be is refused before the answer begins. */
export async function exportRecords(request: ExportRequest): Promise<ReadableStream<Uint8Array>> {
  const { tables, account, table, query } = request
  const first = await tables.query(account, table, query)
  const encoder = new TextEncoder()
  return ReadableStream.from(
    (async function* () {
      for await (const text of textOf(request, first)) yield encoder.encode(text)
    })(),
  )
}

async function* textOf(request: ExportRequest, first: Listed<TableRecord>): AsyncGenerator<string, void, undefined> {
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

async function* pagesFrom({ tables, account, table, query }: ExportRequest, first: Listed<TableRecord>) {
  let page = first
  for (;;) {
    yield page.items
    if (page.nextCursor === undefined) return
    page = await tables.query(account, table, { ...query, cursor: page.nextCursor })
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

function cellOf({ name, type }: Pick<Column, 'name' | 'type'>, record: JsonObject): Json {
  const value = record[name] ?? null
  return type === 'json' && typeof value === 'string' ? JSON.stringify(value) : value
}
