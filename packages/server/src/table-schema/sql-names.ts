import type { Table } from '@millrace/store'
import { joinedName, markedName } from './sql-text.ts'

/** A join table, constraints, indexes. */
type Made = 'join' | 'pkey' | 'key' | 'idx' | 'fts'

/** The names in PostgreSQL of what is made beside the tables, which have their own. */
export interface SqlNames {
  /** The same for the same parts. */
  made(kind: Made, ...parts: readonly string[]): string
  column(table: Pick<Table, 'columns'>, name: string): string
}

/** What PostgreSQL itself keeps with every row. */
const systemColumns = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])

/** Tables, their join tables and their indexes share one space of names there: what would be called like another one has a digest behind it. */
export function createSqlNames(tables: readonly Pick<Table, 'name'>[]): SqlNames {
  const taken = new Set(tables.map(({ name }) => name))
  const known = new Map<string, string>()
  return {
    made(kind, ...parts) {
      const key = [kind, ...parts].join(' ')
      const given = known.get(key)
      if (given !== undefined) return given
      const plain = joinedName(...parts, ...(kind === 'join' ? [] : [kind]))
      const name = taken.has(plain) ? markedName(plain, key) : plain
      taken.add(name)
      known.set(key, name)
      return name
    },
    column({ columns }, name) {
      if (!systemColumns.has(name)) return name
      const there = new Set(columns.map((column) => column.name))
      let free = `${name}_`
      while (there.has(free)) free += '_'
      return free
    },
  }
}
