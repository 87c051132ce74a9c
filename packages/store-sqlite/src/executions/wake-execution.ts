import type { ExecutionWrite, WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from './execution-row.ts'

export function prepareWakeExecution({ prepare }: Connection): (write: Extract<ExecutionWrite, { type: 'wake' }>) => WriteOutcome {
  const update = prepare(`UPDATE execution SET due_at = min(ifnull(due_at, ?1), ?1) WHERE account = ?2 AND id = ?3 AND ${isUnfinished}`)
  return ({ account, executionId, dueAt }) => {
    update.run(dueAt, account, executionId)
    return { type: 'written', position: 0 }
  }
}
