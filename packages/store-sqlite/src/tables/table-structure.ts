// Owns: the SQL tables in which users' records lie, and how they follow when a table changes.
//   records_3       n (the row), id, created_at, updated_at, and c1, c2 … by the numbers of the columns
//   links_3_5       owner, target: the relation in column 5
//   words_3         an index of the words in the columns with `search`, by n

import type { KeptColumn, KeptTable } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { sqlColumns } from './row-codec.ts'
import { searchedColumns } from './sqlite-rows.ts'
import { columnName, indexName, linksName, recordsName, wordsName } from './table-sql-names.ts'

export function createStructure({ database }: Connection, table: KeptTable): void {
  database.exec(
    `CREATE TABLE ${recordsName(table)} (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  )
}

export function dropStructure({ database }: Connection, table: KeptTable): void {
  for (const column of table.columns) if (column.type === 'relation') database.exec(`DROP TABLE ${linksName(table, column)}`)
  if (searchedColumns(table).length > 0) database.exec(`DROP TABLE ${wordsName(table)}`)
  database.exec(`DROP TABLE ${recordsName(table)}`)
}

/** Whether the words have to be indexed anew. */
export function changeStructure(connection: Connection, table: KeptTable, before: KeptTable): { readonly hasNewWords: boolean } {
  const wordsBefore = searchedColumns(before).map(columnName).join(' ')
  const words = searchedColumns(table).map(columnName).join(' ')
  if (words !== wordsBefore && wordsBefore !== '') connection.database.exec(`DROP TABLE ${wordsName(table)}`)
  for (const column of before.columns) if (!table.columns.some(({ id }) => id === column.id)) dropColumn(connection, table, column)
  for (const column of table.columns) {
    const old = before.columns.find(({ id }) => id === column.id)
    if (old === undefined) addColumn(connection, table, column)
    changeIndex(connection, table, column, old)
  }
  if (words !== wordsBefore && words !== '') createWords(connection, table)
  return { hasNewWords: words !== wordsBefore && words !== '' }
}

function addColumn({ database }: Connection, table: KeptTable, column: KeptColumn): void {
  if (column.type === 'relation') {
    const links = linksName(table, column)
    database.exec(`CREATE TABLE ${links} (owner TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (owner, target)) STRICT, WITHOUT ROWID`)
    database.exec(`CREATE INDEX ${links}_by_target ON ${links} (target, owner)`)
  }
  for (const [name, type] of sqlColumns(column)) database.exec(`ALTER TABLE ${recordsName(table)} ADD COLUMN ${name} ${type}`)
}

function dropColumn({ database }: Connection, table: KeptTable, column: KeptColumn): void {
  if (column.type === 'relation') database.exec(`DROP TABLE ${linksName(table, column)}`)
  if (indexKind(column) !== '') database.exec(`DROP INDEX ${indexName(table, column)}`)
  for (const [name] of sqlColumns(column)) database.exec(`ALTER TABLE ${recordsName(table)} DROP COLUMN ${name}`)
}

/** With the id behind it, so that equal ones come in the order in which pages go on. */
function changeIndex({ database }: Connection, table: KeptTable, column: KeptColumn, before: KeptColumn | undefined): void {
  const kind = indexKind(column)
  const kindBefore = before === undefined ? '' : indexKind(before)
  if (kind === kindBefore) return
  const name = columnName(column)
  if (kindBefore !== '') database.exec(`DROP INDEX ${indexName(table, column)}`)
  if (kind === 'unique') database.exec(`CREATE UNIQUE INDEX ${indexName(table, column)} ON ${recordsName(table)} (${name})`)
  if (kind === 'index') database.exec(`CREATE INDEX ${indexName(table, column)} ON ${recordsName(table)} (${name}, id)`)
}

function indexKind({ unique, index }: KeptColumn): 'unique' | 'index' | '' {
  if (unique === true) return 'unique'
  return index === true ? 'index' : ''
}

/** `detail=column`: which words a column has, and not where in it. The words come cut and folded, so that nothing is left to fold. */
function createWords({ database }: Connection, table: KeptTable): void {
  const columns = searchedColumns(table).map(columnName).join(', ')
  database.exec(
    `CREATE VIRTUAL TABLE ${wordsName(table)} USING fts5(${columns}, content = '', contentless_delete = 1, detail = column, tokenize = 'ascii')`,
  )
}
