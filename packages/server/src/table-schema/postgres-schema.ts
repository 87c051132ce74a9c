import type { Column, Table } from '@millrace/store'
import type { SqlNames } from './sql-names.ts'
import { sqlLiteral, sqlName, sqlTypes } from './sql-text.ts'

/** The join table of a relation. */
export interface Join {
  readonly name: string
  readonly table: string
  readonly column: string
  readonly target: string
}

export function joinsOf({ name, columns }: Table, names: SqlNames): readonly Join[] {
  return columns.flatMap((column) =>
    column.type === 'relation'
      ? [{ name: names.made('join', name, column.name), table: name, column: column.name, target: column.table ?? '' }]
      : [],
  )
}

/** What makes a table with its indexes in PostgreSQL. */
export function createTableSql(table: Table, names: SqlNames): string {
  const { name, columns } = table
  const own = columns.filter(({ type }) => type !== 'relation')
  const lines = [
    `"id" text CONSTRAINT ${sqlName(names.made('pkey', name))} PRIMARY KEY DEFAULT left(replace(gen_random_uuid()::text, '-', ''), 24)`,
    ...own.map((column) => columnSql(table, column, names)),
    '"createdAt" timestamptz NOT NULL DEFAULT now()',
    '"updatedAt" timestamptz NOT NULL DEFAULT now()',
  ]
  return [
    `CREATE TABLE ${sqlName(name)} (\n  ${lines.join(',\n  ')}\n);`,
    ...own.flatMap((column) => indexesOf(table, column, names)),
    ...joinsOf(table, names).map((join) => createJoinSql(join, names)),
  ].join('\n')
}

function columnSql(table: Table, column: Column, names: SqlNames): string {
  const { name, type, required, unique, default: given } = column
  return [
    sqlName(names.column(table, name)),
    sqlTypes[type as keyof typeof sqlTypes], // Relations have been left out.
    ...(required ? ['NOT NULL'] : []),
    ...(unique ? [`CONSTRAINT ${sqlName(names.made('key', table.name, name))} UNIQUE`] : []),
    ...(given === undefined ? [] : [`DEFAULT ${sqlLiteral(column, given)}`]),
  ].join(' ')
}

/** What is unique has an index already. Pointers get one, as joins go by them. */
function indexesOf(table: Table, { name, type, unique, index, search }: Column, names: SqlNames): readonly string[] {
  const plain = (index || type === 'pointer') && !unique
  const column = sqlName(names.column(table, name))
  const create = (kind: 'idx' | 'fts', rest: string) =>
    `CREATE INDEX ${sqlName(names.made(kind, table.name, name))} ON ${sqlName(table.name)} ${rest};`
  return [
    ...(plain ? [create('idx', `(${column})`)] : []),
    ...(search ? [create('fts', `USING gin (to_tsvector('simple', ${column}))`)] : []),
  ]
}

/** A record that is pointed to may be gone, as here: only the owner must be there. */
function createJoinSql({ name, table, target }: Join, names: SqlNames): string {
  return [
    `CREATE TABLE ${sqlName(name)} (`,
    `  "ownerId" text NOT NULL REFERENCES ${sqlName(table)} ("id") ON DELETE CASCADE,`,
    `  "targetId" text NOT NULL, -- of ${sqlName(target)}`,
    `  CONSTRAINT ${sqlName(names.made('pkey', name))} PRIMARY KEY ("ownerId", "targetId")`,
    ');',
    `CREATE INDEX ${sqlName(names.made('idx', name, 'target'))} ON ${sqlName(name)} ("targetId");`,
  ].join('\n')
}

/** Rows as one statement. */
export function insertSql(table: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const values = rows.map((row) => `  (${row.join(', ')})`).join(',\n')
  return `INSERT INTO ${sqlName(table)} (${columns.map(sqlName).join(', ')}) VALUES\n${values};`
}
