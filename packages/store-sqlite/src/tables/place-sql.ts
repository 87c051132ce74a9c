import type { Cell, SortKey } from '@millrace/store'
import type { Sql } from './condition-sql.ts'
import { encodeCell } from './row-codec.ts'
import { columnName } from './table-sql-names.ts'

export function orderSql(sort: readonly SortKey[]): string {
  return sort.map(({ column, isDescending }) => `${columnName(column)}${isDescending ? ' DESC' : ''}`).join(', ')
}

/** What lies behind these keys. Empty cells come first, as SQLite itself has them. */
export function behindSql(sort: readonly SortKey[], keys: readonly (Cell | undefined)[]): Sql {
  const bound = boundSql(sort, keys)
  const parts = [...bound, behindFrom(sort, keys, 0)]
  return { text: parts.map(({ text }) => text).join(' AND '), values: parts.flatMap(({ values }) => values) }
}

/** Says once more what the first key must be, plainly enough for an index to begin there. */
function boundSql([first]: readonly SortKey[], [key]: readonly (Cell | undefined)[]): readonly Sql[] {
  if (first === undefined || key === undefined) return []
  const { column, isDescending } = first
  if (isDescending && column.required !== true) return []
  return [{ text: `${columnName(column)} ${isDescending ? '<=' : '>='} ?`, values: encodeCell(column, key) }]
}

function behindFrom(sort: readonly SortKey[], keys: readonly (Cell | undefined)[], index: number): Sql {
  const key = sort[index]
  if (key === undefined) return { text: '0', values: [] }
  const strictly = behindOne(key, keys[index])
  if (index === sort.length - 1) return strictly
  const alike = likeOne(key, keys[index])
  const rest = behindFrom(sort, keys, index + 1)
  return {
    text: `(${strictly.text} OR (${alike.text} AND ${rest.text}))`,
    values: [...strictly.values, ...alike.values, ...rest.values],
  }
}

function behindOne({ column, isDescending }: SortKey, cell: Cell | undefined): Sql {
  const name = columnName(column)
  if (cell === undefined) return { text: isDescending ? '0' : `${name} IS NOT NULL`, values: [] }
  const values = encodeCell(column, cell)
  if (!isDescending) return { text: `${name} > ?`, values }
  return { text: column.required === true ? `${name} < ?` : `(${name} < ? OR ${name} IS NULL)`, values }
}

function likeOne({ column }: SortKey, cell: Cell | undefined): Sql {
  const name = columnName(column)
  return cell === undefined ? { text: `${name} IS NULL`, values: [] } : { text: `${name} = ?`, values: encodeCell(column, cell) }
}
