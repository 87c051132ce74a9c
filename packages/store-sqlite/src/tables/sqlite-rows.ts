import type { KeptColumn, KeptTable, RowQuery, TableRow, TableRows } from '@millrace/store'
import { foldText, tokensIn } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { conditionSql, isDecided } from './condition-sql.ts'
import { type KeptStatements, rowsOf } from './kept-statements.ts'
import { behindSql, orderSql } from './place-sql.ts'
import { decodeRow, encodeCell, encodeCells, type SqlValue, sqlNames } from './row-codec.ts'
import { columnName, recordsName, wordsName } from './table-sql-names.ts'

export function createSqliteRows({ read }: Connection, statements: KeptStatements): TableRows {
  /** Runs a query that begins with the columns of a row. */
  function fetch(table: KeptTable, columns: readonly KeptColumn[], rest: string, values: readonly SqlValue[]): readonly TableRow[] {
    const sql = `SELECT ${['id', 'created_at', 'updated_at', ...sqlNames(columns)].join(', ')} FROM ${recordsName(table)} ${rest}`
    const rows = read(() => rowsOf(statements.get(sql).all(...values)))
    return rows.map((row) => decodeRow(columns, row))
  }

  function select(
    table: KeptTable,
    { where, sort, after, skip = 0, limit, columns = table.columns, isOneOfMany }: RowQuery,
  ): readonly TableRow[] {
    const condition = conditionSql(table, where, isOneOfMany === true ? 'by-id' : 'all')
    const place = after === undefined ? { text: '1', values: [] } : behindSql(sort, after)
    const rest = `WHERE ${condition.text} AND ${place.text} ORDER BY ${orderSql(sort)} LIMIT ? OFFSET ?`
    return fetch(table, columns, rest, [...condition.values, ...place.values, limit, skip])
  }

  function one(sql: string, ...values: readonly SqlValue[]): unknown {
    return read(() => rowsOf(statements.get(sql).all(...values))[0]?.[0])
  }

  return {
    decides: isDecided,
    isInOrder: ([first]) => first !== undefined && (first.column.id === -1 || first.column.index === true || first.column.unique === true),
    select,
    count(table, where) {
      const { text, values } = conditionSql(table, where)
      return Number(one(`SELECT count(*) FROM ${recordsName(table)} WHERE ${text}`, ...values))
    },
    get: (table, id) => fetch(table, table.columns, 'WHERE id = ?', [id])[0],
    // As one value, so that one statement serves any number of ids.
    getAll: (table, ids) => fetch(table, table.columns, 'WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]),
    idWith(table, column, cell) {
      const id = one(`SELECT id FROM ${recordsName(table)} WHERE ${columnName(column)} = ?`, ...encodeCell(column, cell))
      return id === undefined ? undefined : String(id)
    },
    insert(table, row) {
      const names = ['id', 'created_at', 'updated_at', ...sqlNames(table.columns)]
      const sql = `INSERT INTO ${recordsName(table)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
      const { lastInsertRowid } = statements.get(sql).run(row.id, row.createdAt, row.updatedAt, ...encodeCells(table.columns, row))
      indexWords(statements, table, row, Number(lastInsertRowid))
    },
    replace(table, row, before) {
      const changed = table.columns.filter(({ id }) => row.cells.get(id) !== before.cells.get(id))
      const names = ['updated_at', ...sqlNames(changed)]
      const sql = `UPDATE ${recordsName(table)} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ? RETURNING n`
      const [[n] = []] = rowsOf(statements.get(sql).all(row.updatedAt, ...encodeCells(changed, row), row.id))
      if (!changed.some(({ search }) => search === true)) return
      forgetWords(statements, table, Number(n))
      indexWords(statements, table, row, Number(n))
    },
    remove(table, { id }) {
      const [[n] = []] = rowsOf(statements.get(`DELETE FROM ${recordsName(table)} WHERE id = ? RETURNING n`).all(id))
      if (searchedColumns(table).length > 0) forgetWords(statements, table, Number(n))
    },
  }
}

export function searchedColumns(table: KeptTable): readonly KeptColumn[] {
  return table.columns.filter(({ search }) => search === true)
}

/** The same words as the memory store makes of a text, so that both find the same. */
export function indexWords(statements: KeptStatements, table: KeptTable, row: TableRow, n: number): void {
  const columns = searchedColumns(table)
  if (columns.length === 0) return
  const sql = `INSERT INTO ${wordsName(table)} (rowid, ${columns.map(columnName).join(', ')}) VALUES (?${', ?'.repeat(columns.length)})`
  statements.get(sql).run(n, ...columns.map(({ id }) => tokensIn(foldText(String(row.cells.get(id) ?? ''))).join(' ')))
}

function forgetWords(statements: KeptStatements, table: KeptTable, n: number): void {
  statements.get(`DELETE FROM ${wordsName(table)} WHERE rowid = ?`).run(n)
}
