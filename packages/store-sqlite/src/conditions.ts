import type { SQLInputValue } from 'node:sqlite'

/** What a query asks for, part by part. */
export interface Conditions {
  readonly values: readonly SQLInputValue[]
  /** Adds one, unless a value for it is missing: the filter does not ask for it. */
  where(condition: string, ...given: readonly (SQLInputValue | undefined)[]): void
  /** All of them, as they stand behind `WHERE`. */
  sql(): string
}

export function createConditions(): Conditions {
  const conditions: string[] = []
  const values: SQLInputValue[] = []
  return {
    values,
    where(condition, ...given) {
      const known = given.filter((value) => value !== undefined)
      if (known.length < given.length) return
      conditions.push(condition)
      values.push(...known)
    },
    sql: () => conditions.join(' AND '),
  }
}
