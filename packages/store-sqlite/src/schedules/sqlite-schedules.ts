import { decodePairCursor, pageOf, type ScheduleStore, type StoredSchedule } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ScheduleRow, scheduleColumns, scheduleOf } from './schedule-row.ts'

export const dueSchedulesSql = `SELECT ${scheduleColumns} FROM schedule WHERE wake_at <= ?
  ORDER BY wake_at, account, workflow_id, trigger_id LIMIT ?`
export const nextWakeSql = 'SELECT wake_at AS wakeAt FROM schedule WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1'
export const listSchedulesSql = `SELECT ${scheduleColumns} FROM schedule WHERE account = ? AND (workflow_id, trigger_id) > (?, ?)
  ORDER BY workflow_id, trigger_id LIMIT ?`
export const schedulesOfWorkflowSql = `SELECT ${scheduleColumns} FROM schedule WHERE account = ? AND workflow_id = ? AND trigger_id > ?
  ORDER BY trigger_id LIMIT ?`

const byKey = 'account = ? AND workflow_id = ? AND trigger_id = ?'

export function createSqliteSchedules({ prepare, read, write }: Connection): ScheduleStore {
  const find = prepare(`SELECT ${scheduleColumns} FROM schedule WHERE ${byKey}`)
  const findAll = prepare(listSchedulesSql)
  const findOfWorkflow = prepare(schedulesOfWorkflowSql)
  const findDue = prepare(dueSchedulesSql)
  const findNextWake = prepare(nextWakeSql)
  const replace = prepare(`INSERT OR REPLACE INTO schedule (${scheduleColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const remove = prepare(`DELETE FROM schedule WHERE ${byKey}`)

  function putOne(schedule: StoredSchedule): void {
    const { account, workflowId, triggerId, spec, isPaused, nextAt, wakeAt, lastAt, lastOutcome, lastMessage, lastExecutionId } = schedule
    const times = [nextAt ?? null, wakeAt ?? null, isPaused ? 1 : 0, lastAt ?? null]
    replace.run(account, workflowId, triggerId, spec, ...times, lastOutcome ?? null, lastMessage ?? null, lastExecutionId ?? null)
  }

  return {
    async get({ account, workflowId, triggerId }) {
      const row = read(() => find.get(account, workflowId, triggerId))
      return row && scheduleOf(row as unknown as ScheduleRow)
    },

    async list(account, { workflowId }, { limit, cursor }) {
      const [workflow, trigger] = cursor === undefined ? ['', ''] : decodePairCursor(cursor)
      const rows = read(() =>
        workflowId === undefined
          ? findAll.all(account, workflow, trigger, limit + 1)
          : findOfWorkflow.all(account, workflowId, trigger, limit + 1),
      )
      return pageOf(rowsOf(rows), limit, (row) => [row.workflowId, row.triggerId])
    },

    async put(schedules) {
      write(() => schedules.forEach(putOne))
    },

    async delete({ account, workflowId, triggerId }) {
      write(() => remove.run(account, workflowId, triggerId))
    },

    due: async (now, limit) => rowsOf(read(() => findDue.all(now, limit))),

    async nextWake() {
      const row = read(() => findNextWake.get())
      return row === undefined ? undefined : Number(row.wakeAt)
    },
  }
}

/** The queries above give `scheduleColumns`. */
function rowsOf(rows: readonly unknown[]): readonly StoredSchedule[] {
  return (rows as readonly ScheduleRow[]).map(scheduleOf)
}
