import type { DatabaseSync } from 'node:sqlite'
import { isDamage } from './sqlite-error.ts'

/** What SQLite's `quick_check` finds first, in its words; nothing in a sound database. It reads every page. */
export function quickCheck(database: DatabaseSync): readonly string[] {
  return check(database, 'quick_check')
}

/** The same of `integrity_check`, which compares each index with its table too: a transaction that was left out often shows there alone. */
export function integrityCheck(database: DatabaseSync): readonly string[] {
  return check(database, 'integrity_check')
}

function check(database: DatabaseSync, name: 'quick_check' | 'integrity_check'): readonly string[] {
  try {
    const rows = database.prepare(`PRAGMA ${name}(5)`).all()
    return rows.map((row) => String(row[name])).filter((row) => row !== 'ok')
  } catch (error) {
    // Too damaged to be looked through.
    if (isDamage(error)) return [error.message]
    throw error
  }
}
