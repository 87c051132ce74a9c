import type { DatabaseSync, StatementSync } from 'node:sqlite'

/**
 * Users' queries make statements without end: only those used last are kept. Preparing one takes some ten microseconds. SQLite prepares a
 * kept one anew by itself when its tables have changed.
 */
const mostKept = 200

export interface KeptStatements {
  /** Gives its rows as lists of values. */
  get(sql: string): StatementSync
}

export function createKeptStatements(database: DatabaseSync): KeptStatements {
  const kept = new Map<string, StatementSync>()
  return {
    get(sql) {
      const known = kept.get(sql)
      kept.delete(sql)
      const statement = known ?? database.prepare(sql)
      if (known === undefined) statement.setReturnArrays(true)
      kept.set(sql, statement)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return statement
    },
  }
}

/** What a statement that gives its rows as lists gives. */
export function rowsOf(rows: unknown): readonly (readonly unknown[])[] {
  return rows as readonly (readonly unknown[])[] // `setReturnArrays` makes it so; the types do not know.
}
