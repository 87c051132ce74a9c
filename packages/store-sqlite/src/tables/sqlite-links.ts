import type { TableLinks } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type KeptStatements, rowsOf } from './kept-statements.ts'
import { linksName } from './table-sql-names.ts'

export function createSqliteLinks({ read }: Connection, statements: KeptStatements): TableLinks {
  const listOf = (values: readonly string[]) => JSON.stringify(values)
  return {
    add(table, column, owner, target) {
      const sql = `INSERT OR IGNORE INTO ${linksName(table, column)} (owner, target) VALUES (?, ?)`
      return Number(statements.get(sql).run(owner, target).changes) > 0
    },
    remove(table, column, owner, target) {
      const sql = `DELETE FROM ${linksName(table, column)} WHERE owner = ? AND target = ?`
      return Number(statements.get(sql).run(owner, target).changes) > 0
    },
    dropOwner(table, column, owner) {
      return Number(statements.get(`DELETE FROM ${linksName(table, column)} WHERE owner = ?`).run(owner).changes)
    },
    has(table, column, owner, targets) {
      const narrowed = targets === undefined ? '' : 'AND target IN (SELECT value FROM json_each(?))'
      const sql = `SELECT 1 FROM ${linksName(table, column)} WHERE owner = ? ${narrowed} LIMIT 1`
      return read(() => statements.get(sql).all(owner, ...(targets === undefined ? [] : [listOf(targets)]))).length > 0
    },
    of(table, column, owners, limit) {
      const sql = `SELECT owner, target FROM ${linksName(table, column)} WHERE owner IN (SELECT value FROM json_each(?)) ORDER BY owner, target LIMIT ?`
      const rows = read(() => rowsOf(statements.get(sql).all(listOf(owners), limit)))
      return rows.map(([owner, target]) => ({ owner: String(owner), target: String(target) }))
    },
    owners(table, column, targets) {
      const narrowed = targets === undefined ? '' : 'WHERE target IN (SELECT value FROM json_each(?))'
      const sql = `SELECT DISTINCT owner FROM ${linksName(table, column)} ${narrowed}`
      const rows = read(() => rowsOf(statements.get(sql).all(...(targets === undefined ? [] : [listOf(targets)]))))
      return rows.map(([owner]) => String(owner))
    },
  }
}
