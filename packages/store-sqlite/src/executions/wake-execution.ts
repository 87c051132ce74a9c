import type { WakeExecution, WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { isUnfinished } from './execution-row.ts'

export function prepareWakeExecution({ prepare }: Connection): (write: WakeExecution) => WriteOutcome {
  const where = `WHERE account = ?2 AND id = ?3 AND ${isUnfinished}`
  const wake = prepare(`UPDATE execution SET due_at = min(ifnull(due_at, ?1), ?1) ${where}`)
  const callOff = prepare(`UPDATE execution SET due_at = min(ifnull(due_at, ?1), ?1), called_off = 1 ${where}`)
  return ({ account, executionId, dueAt, calledOff }) => {
    const update = calledOff === true ? callOff : wake
    update.run(dueAt, account, executionId)
    return { type: 'written', position: 0 }
  }
}
