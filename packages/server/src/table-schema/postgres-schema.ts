import type { Column, Table } from '@millrace/store'
import { joinedName, sqlLiteral, sqlName, sqlTypes } from './sql-text.ts'

/** The join table of a relation. */
export interface Join {
  readonly name: string
  readonly table: string
  readonly column: string
  readonly target: string
}

export function joinsOf({ name, columns }: Table): readonly Join[] {
  return columns.flatMap((column) =>
    column.type === 'relation'
      ? [{ name: joinedName(name, column.name), table: name, column: column.name, target: column.table ?? '' }]
      : [],
  )
}

/** What makes a table with its indexes in PostgreSQL. */
export function createTableSql(table: Table): string {
  const { name, columns } = table
  const own = columns.filter(({ type }) => type !== 'relation')
  const lines = [
    `"id" text PRIMARY KEY DEFAULT left(replace(gen_random_uuid()::text, '-', ''), 24)`,
    ...own.map(columnSql),
    '"createdAt" timestamptz NOT NULL DEFAULT now()',
    '"updatedAt" timestamptz NOT NULL DEFAULT now()',
  ]
  return [
    `CREATE TABLE ${sqlName(name)} (\n  ${lines.join(',\n  ')}\n);`,
    ...own.flatMap((column) => indexesOf(name, column)),
    ...joinsOf(table).map(createJoinSql),
  ].join('\n')
}

function columnSql(column: Column): string {
  const { name, type, required, unique, default: given } = column
  return [
    sqlName(name),
    sqlTypes[type as keyof typeof sqlTypes], // Relations have been left out.
    ...(required ? ['NOT NULL'] : []),
    ...(unique ? ['UNIQUE'] : []),
    ...(given === undefined ? [] : [`DEFAULT ${sqlLiteral(column, given)}`]),
  ].join(' ')
}

/** What is unique has an index already. Pointers get one, as joins go by them. */
function indexesOf(table: string, { name, type, unique, index, search }: Column): readonly string[] {
  const plain = (index || type === 'pointer') && !unique
  return [
    ...(plain ? [`CREATE INDEX ${sqlName(joinedName(table, name, 'idx'))} ON ${sqlName(table)} (${sqlName(name)});`] : []),
    ...(search
      ? [
          `CREATE INDEX ${sqlName(joinedName(table, name, 'fts'))} ON ${sqlName(table)} USING gin (to_tsvector('simple', ${sqlName(name)}));`,
        ]
      : []),
  ]
}

/** A record that is pointed to may be gone, as here: only the owner must be there. */
function createJoinSql({ name, table, target }: Join): string {
  return [
    `CREATE TABLE ${sqlName(name)} (`,
    `  "ownerId" text NOT NULL REFERENCES ${sqlName(table)} ("id") ON DELETE CASCADE,`,
    `  "targetId" text NOT NULL, -- of ${sqlName(target)}`,
    '  PRIMARY KEY ("ownerId", "targetId")',
    ');',
    `CREATE INDEX ${sqlName(joinedName(name, 'target', 'idx'))} ON ${sqlName(name)} ("targetId");`,
  ].join('\n')
}

/** Rows as one statement. */
export function insertSql(table: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const values = rows.map((row) => `  (${row.join(', ')})`).join(',\n')
  return `INSERT INTO ${sqlName(table)} (${columns.map(sqlName).join(', ')}) VALUES\n${values};`
}
