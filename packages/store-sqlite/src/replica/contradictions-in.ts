import { openUnchanging } from '../open-unchanging.ts'
import { integrityCheck } from '../quick-check.ts'

/**
 * What SQLite finds wrong in a database that was put together of a base and segments, and that nobody writes to: also where an index and its
 * table contradict each other, as they do when a piece of the log is missing.
 */
export function contradictionsIn(file: string): readonly string[] {
  const database = openUnchanging(file)
  try {
    return integrityCheck(database)
  } finally {
    database.close()
  }
}
