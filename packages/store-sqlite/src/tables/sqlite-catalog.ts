import type { KeptTable, TableCatalog } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type KeptStatements, rowsOf } from './kept-statements.ts'
import { decodeRow } from './row-codec.ts'
import { indexWords, searchedColumns } from './sqlite-rows.ts'
import { columnName, recordsName } from './table-sql-names.ts'
import { changeStructure, createStructure, dropStructure } from './table-structure.ts'

export const findTableSql = 'SELECT id, account, name, spec FROM user_table WHERE account = ? AND name = ?'
export const listTablesSql = 'SELECT id, account, name, spec FROM user_table WHERE account = ? AND name > ? ORDER BY name LIMIT ?'
export const countTablesSql = 'SELECT count(*) AS count FROM user_table WHERE account = ?'

export interface SqliteCatalog extends TableCatalog {
  /** What is known of tables may have been taken back. */
  forget(): void
}

export function createSqliteCatalog(connection: Connection, statements: KeptStatements): SqliteCatalog {
  const { prepare, read } = connection
  const findOne = prepare(findTableSql)
  const findMany = prepare(listTablesSql)
  const countAll = prepare(countTablesSql)
  const add = prepare('INSERT INTO user_table (account, name, spec) VALUES (?, ?, ?)')
  const update = prepare('UPDATE user_table SET name = ?, spec = ? WHERE id = ?')
  const drop = prepare('DELETE FROM user_table WHERE id = ?')
  /** There is no other writer than this one, so that what is known stays right. */
  const known = new Map<string, KeptTable>()

  function keep(account: string, name: string, row: unknown): KeptTable | undefined {
    const table = row === undefined ? undefined : tableOf(row)
    if (table !== undefined) known.set(keyOf(account, name), table)
    return table
  }

  function change(work: () => void): void {
    known.clear()
    work()
  }

  return {
    forget: () => known.clear(),
    find: (account, name) =>
      known.get(keyOf(account, name)) ??
      keep(
        account,
        name,
        read(() => findOne.get(account, name)),
      ),
    list: (account, after, limit) => read(() => findMany.all(account, after, limit)).map(tableOf),
    count: (account) => Number(read(() => countAll.get(account))?.count),
    insert(draft) {
      const { lastInsertRowid } = add.run(draft.account, draft.name, specOf(draft))
      const table = { ...draft, id: Number(lastInsertRowid) }
      change(() => {
        createStructure(connection, table)
        changeStructure(connection, table, { ...table, columns: [] })
      })
      return table
    },
    replace(table, before) {
      change(() => {
        update.run(table.name, specOf(table), table.id)
        if (changeStructure(connection, table, before).hasNewWords) indexAllWords(statements, table)
      })
    },
    remove(table) {
      change(() => {
        drop.run(table.id)
        dropStructure(connection, table)
      })
    },
  }
}

function indexAllWords(statements: KeptStatements, table: KeptTable): void {
  const columns = searchedColumns(table)
  const sql = `SELECT id, created_at, updated_at, ${columns.map(columnName).join(', ')}, n FROM ${recordsName(table)}`
  for (const row of rowsOf(statements.get(sql).all())) indexWords(statements, table, decodeRow(columns, row), Number(row.at(-1)))
}

function keyOf(account: string, name: string): string {
  return `${name} ${account}`
}

function specOf({ columns, isLocked, access, nextColumn, createdAt, updatedAt }: Omit<KeptTable, 'id'>): string {
  return JSON.stringify({ columns, isLocked, access, nextColumn, createdAt, updatedAt })
}

/** The queries above give these columns, and `specOf` has written the last one. */
function tableOf(row: unknown): KeptTable {
  const { id, account, name, spec } = row as { readonly id: number; readonly account: string; readonly name: string; readonly spec: string }
  return { id, account, name, ...(JSON.parse(spec) as Omit<KeptTable, 'id' | 'account' | 'name'>) }
}
