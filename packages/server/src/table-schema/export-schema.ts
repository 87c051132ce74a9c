import type { Tables } from '@millrace/runtime'
import type { Table, TableRecord } from '@millrace/store'
import { pocketbaseCollections } from './pocketbase-schema.ts'
import { createTableSql, insertSql, type Join, joinsOf } from './postgres-schema.ts'
import { createSqlNames, type SqlNames } from './sql-names.ts'
import { sqlLiteral } from './sql-text.ts'
import { keepOwnerSql, policiesSql, policyNote } from './supabase-policies.ts'

export type SchemaFormat = 'json' | 'postgres' | 'supabase' | 'pocketbase'
export type SchemaData = 'none' | 'sample' | 'all'

interface SchemaRequest {
  readonly tables: Pick<Tables, 'list' | 'query'>
  readonly account: string
  readonly format: SchemaFormat
  readonly data: SchemaData
  /** ISO text. */
  readonly exportedAt: string
}

export const schemaMark = 'millrace-tables'
const sampleSize = 10
const pageSize = 200

/** All tables, and their records if wanted, as text; records are read page by page. */
export async function exportSchema(request: SchemaRequest): Promise<ReadableStream<Uint8Array>> {
  const tables = await allTables(request)
  const encoder = new TextEncoder()
  return ReadableStream.from(
    (async function* () {
      for await (const text of textOf(request, tables)) yield encoder.encode(text)
    })(),
  )
}

function textOf(request: SchemaRequest, tables: readonly Table[]): AsyncGenerator<string, void, undefined> | readonly string[] {
  switch (request.format) {
    case 'json':
      return jsonText(request, tables)
    case 'pocketbase':
      return [`${JSON.stringify(pocketbaseCollections(tables), null, 2)}\n`]
    default:
      return sqlText(request, tables)
  }
}

async function allTables({ tables, account }: Pick<SchemaRequest, 'tables' | 'account'>): Promise<readonly Table[]> {
  const found: Table[] = []
  let cursor: string | undefined
  do {
    const page = await tables.list(account, { limit: 200, ...(cursor !== undefined && { cursor }) })
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

async function* sqlText(request: SchemaRequest, tables: readonly Table[]): AsyncGenerator<string, void, undefined> {
  const { format, exportedAt, data } = request
  yield `-- ${tables.length} ${tables.length === 1 ? 'table' : 'tables'} of Millrace, exported at ${exportedAt}.\n`
  const names = createSqlNames(tables)
  const isSupabase = format === 'supabase'
  if (isSupabase) yield policyNote
  yield 'SET standard_conforming_strings = on;\nBEGIN;\n'
  if (isSupabase) yield keepOwnerSql
  for (const table of tables) {
    yield `\n${[createTableSql(table, names), ...(isSupabase ? [policiesSql(table, names)] : [])].join('\n')}\n`
  }
  if (data !== 'none') {
    for (const table of tables) {
      for await (const records of pagesOf(request, table)) yield* rowsText(table, records, names)
    }
  }
  yield '\nCOMMIT;\n'
}

function* rowsText(table: Table, records: readonly TableRecord[], names: SqlNames): Generator<string, void, undefined> {
  const own = table.columns.filter(({ type }) => type !== 'relation')
  const columns = [
    { name: 'id', type: 'string' } as const,
    ...own,
    { name: 'createdAt', type: 'date' } as const,
    { name: 'updatedAt', type: 'date' } as const,
  ]
  if (records.length > 0) {
    yield `\n${insertSql(
      table.name,
      columns.map(({ name }) => names.column(table, name)),
      records.map((record) => columns.map((column) => sqlLiteral(column, record[column.name] ?? null))),
    )}\n`
  }
  for (const join of joinsOf(table, names)) {
    const rows = records.flatMap((record) =>
      targetsOf(record, join).map((target) => [record.id ?? null, target].map((id) => sqlLiteral({ type: 'string' }, id))),
    )
    if (rows.length > 0) yield `\n${insertSql(join.name, ['ownerId', 'targetId'], rows)}\n`
  }
}

function targetsOf(record: TableRecord, { column }: Pick<Join, 'column'>): readonly string[] {
  const linked = record[column]
  return Array.isArray(linked) ? linked.map(String) : []
}

async function* pagesOf({ tables, account, data }: SchemaRequest, { name }: Table) {
  let cursor: string | undefined
  do {
    const limit = data === 'sample' ? sampleSize : pageSize
    const page = await tables.query(account, name, { limit, relations: 'ids', ...(cursor !== undefined && { cursor }) })
    yield page.items
    cursor = data === 'sample' ? undefined : page.nextCursor
  } while (cursor !== undefined)
}

async function* jsonText(request: SchemaRequest, tables: readonly Table[]): AsyncGenerator<string, void, undefined> {
  const { exportedAt, data } = request
  const meta = { format: schemaMark, version: 1, exportedAt, tables: tables.length, data }
  yield `{\n"meta": ${JSON.stringify(meta)},\n"tables": [`
  for (const [index, table] of tables.entries()) {
    const { name, columns, isLocked, access } = table
    const head = JSON.stringify({ name, isLocked, access, columns }, null, 1)
    yield `${index === 0 ? '' : ','}\n${head.slice(0, -2)}`
    if (data !== 'none') {
      let mark = ',\n "records": ['
      for await (const records of pagesOf(request, table)) {
        for (const record of records) {
          yield `${mark}\n  ${JSON.stringify(record)}`
          mark = ','
        }
      }
      yield mark === ',' ? '\n ]' : `${mark}]`
    }
    yield '\n}'
  }
  yield '\n]\n}\n'
}
