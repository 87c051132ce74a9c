import type { EventStore, PatternChange, StoredPattern } from '@millrace/store'
import type { Connection } from '../connection.ts'

const columns = 'account, workflow_id AS workflowId, trigger_id AS triggerId, key, state, wake_at AS wakeAt'
const byKey = 'account = ? AND workflow_id = ? AND trigger_id = ? AND key = ?'

export const duePatternsSql = `SELECT ${columns} FROM event_pattern WHERE wake_at <= ? ORDER BY wake_at LIMIT ?`
export const nextPatternWakeSql = 'SELECT wake_at AS wakeAt FROM event_pattern ORDER BY wake_at LIMIT 1'

export interface EventPatterns extends Pick<EventStore, 'pattern' | 'duePatterns' | 'nextPatternWake'> {
  /** For use inside a transaction. */
  change(pattern: PatternChange): void
}

export function createEventPatterns({ prepare, read }: Connection): EventPatterns {
  const find = prepare(`SELECT ${columns} FROM event_pattern WHERE ${byKey}`)
  const findDue = prepare(duePatternsSql)
  const findNextWake = prepare(nextPatternWakeSql)
  const put = prepare(
    'INSERT OR REPLACE INTO event_pattern (account, workflow_id, trigger_id, key, state, wake_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = prepare(`DELETE FROM event_pattern WHERE ${byKey}`)

  return {
    change(pattern) {
      const { account, workflowId, triggerId, key } = pattern
      if (pattern.state === undefined) remove.run(account, workflowId, triggerId, key)
      else put.run(account, workflowId, triggerId, key, pattern.state, pattern.wakeAt)
    },

    async pattern({ account, workflowId, triggerId, key }) {
      const row = read(() => find.get(account, workflowId, triggerId, key))
      return row && patternOf(row)
    },

    duePatterns: async (now, limit) => read(() => findDue.all(now, limit)).map(patternOf),

    async nextPatternWake() {
      const row = read(() => findNextWake.get())
      return row === undefined ? undefined : Number(row.wakeAt)
    },
  }
}

/** The queries name their columns as the type does; SQLite's rows have no prototype. */
function patternOf(row: unknown): StoredPattern {
  return { ...(row as StoredPattern) }
}
