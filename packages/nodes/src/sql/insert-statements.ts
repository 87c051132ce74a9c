import type { Json, JsonObject } from '@millrace/engine'
import type { Insert } from './sql-params.ts'

export interface Statement {
  readonly sql: string
  readonly args: readonly Json[]
}

/** What the databases write differently in an INSERT. */
export interface InsertDialect {
  /** Encloses an identifier; doubled within one. */
  readonly quote: '"' | '`'
  readonly placeholder: (number: number) => string
  /** How many values one statement may bind. */
  readonly mostArgs: number
  readonly conflict: (rule: 'ignore' | 'update', columns: readonly string[], key: readonly string[]) => string
}

/** Statements that insert the rows, as few as may be. Table and columns are quoted, so that no name can be anything but a name. */
export function insertStatements({ table, rows, onConflict, key = [] }: Insert, dialect: InsertDialect): readonly Statement[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (columns.length === 0) return []
  const quoted = (name: string) => quoteIdentifier(name, dialect.quote)
  const head = `INSERT INTO ${table.split('.').map(quoted).join('.')} (${columns.map(quoted).join(', ')}) VALUES `
  const tail = onConflict === 'fail' ? '' : ` ${dialect.conflict(onConflict, columns.map(quoted), key.map(quoted))}`
  const atOnce = Math.max(1, Math.floor(Math.min(dialect.mostArgs, 30_000) / columns.length))
  return chunks(rows, atOnce).map((some) => ({
    sql: head + some.map((_row, index) => tuple(index * columns.length, columns.length, dialect)).join(', ') + tail,
    args: some.flatMap((row) => columns.map((column) => own(row, column))),
  }))
}

/** `ON CONFLICT`, as PostgreSQL and SQLite have it. */
export function onConflict(rule: 'ignore' | 'update', columns: readonly string[], key: readonly string[]): string {
  const target = key.length > 0 ? ` (${key.join(', ')})` : ''
  const changed = columns.filter((column) => !key.includes(column))
  if (rule === 'ignore' || changed.length === 0) return `ON CONFLICT${target} DO NOTHING`
  return `ON CONFLICT${target} DO UPDATE SET ${changed.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`
}

function quoteIdentifier(name: string, quote: '"' | '`'): string {
  return quote + name.replaceAll(quote, quote + quote) + quote
}

function tuple(start: number, length: number, { placeholder }: InsertDialect): string {
  return `(${Array.from({ length }, (_none, index) => placeholder(start + index + 1)).join(', ')})`
}

function own(row: JsonObject, column: string): Json {
  return Object.hasOwn(row, column) ? (row[column] ?? null) : null
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_none, index) => items.slice(index * size, (index + 1) * size))
}
