import { decodePairCursor, encodeJson, type PollKey, type PollStore, pageOf } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type ListedPollRow, listedPollColumns, listedPollOf, type PollRow, pollColumns, pollOf } from './poll-row.ts'

/** Keys alone: what a row knows of what it has seen may be a megabyte. */
export const duePollsSql = `SELECT account, workflow_id AS workflowId, trigger_id AS triggerId FROM poll WHERE wake_at <= ?
  ORDER BY wake_at, account, workflow_id, trigger_id LIMIT ?`
export const nextPollSql = 'SELECT wake_at AS wakeAt FROM poll WHERE wake_at > ? ORDER BY wake_at LIMIT 1'
export const listPollsSql = `SELECT ${listedPollColumns} FROM poll WHERE account = ? AND (workflow_id, trigger_id) > (?, ?)
  ORDER BY workflow_id, trigger_id LIMIT ?`
export const pollsOfWorkflowSql = `SELECT ${listedPollColumns} FROM poll WHERE account = ? AND workflow_id = ? AND trigger_id > ?
  ORDER BY trigger_id LIMIT ?`

export const foundSql = `SELECT place, id, data FROM poll_found WHERE account = ? AND workflow_id = ? AND trigger_id = ?
  ORDER BY place LIMIT ?`

const byKey = 'account = ? AND workflow_id = ? AND trigger_id = ?'

interface FoundRow {
  readonly place: number
  readonly id: string
  readonly data: string
}

export function createSqlitePolls({ prepare, read, write }: Connection): PollStore {
  const find = prepare(`SELECT ${pollColumns} FROM poll WHERE ${byKey}`)
  const findAll = prepare(listPollsSql)
  const findOfWorkflow = prepare(pollsOfWorkflowSql)
  const findDue = prepare(duePollsSql)
  const findNext = prepare(nextPollSql)
  const replace = prepare(`INSERT OR REPLACE INTO poll (${pollColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const remove = prepare(`DELETE FROM poll WHERE ${byKey}`)
  const addFound = prepare(
    'INSERT OR REPLACE INTO poll_found (account, workflow_id, trigger_id, place, id, data) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const findFound = prepare(foundSql)
  const countFound = prepare(`SELECT count(*) AS count FROM poll_found WHERE ${byKey}`)
  const forgetFound = prepare(`DELETE FROM poll_found WHERE ${byKey} AND place = ?`)
  const forgetAllFound = prepare(`DELETE FROM poll_found WHERE ${byKey}`)

  return {
    async get({ account, workflowId, triggerId }) {
      const row = read(() => find.get(account, workflowId, triggerId))
      return row && pollOf(row as unknown as PollRow)
    },

    async list(account, { workflowId }, { limit, cursor }) {
      const [workflow, trigger] = cursor === undefined ? ['', ''] : decodePairCursor(cursor)
      const rows = read(() =>
        workflowId === undefined
          ? findAll.all(account, workflow, trigger, limit + 1)
          : findOfWorkflow.all(account, workflowId, trigger, limit + 1),
      )
      // The queries above give `listedPollColumns`.
      const listed = (rows as unknown as readonly ListedPollRow[]).map(listedPollOf)
      return pageOf(listed, limit, (row) => [row.workflowId, row.triggerId])
    },

    async put(poll) {
      const { account, workflowId, triggerId, source, isPaused, isCaughtUp, isBeginning, cursor, seen, failures } = poll
      const { wakeAt = null, lastAt = null, lastOutcome = null, lastMessage = null, lastExecutionId = null } = poll
      const texts = [cursor === undefined ? null : encodeJson(cursor), encodeJson(seen)]
      const states = [isPaused, isCaughtUp, isBeginning].map((is) => (is ? 1 : 0))
      const last = [lastAt, lastOutcome, lastMessage, failures, lastExecutionId]
      write(() => replace.run(account, workflowId, triggerId, source, wakeAt, ...states, ...last, ...texts))
    },

    async delete({ account, workflowId, triggerId }) {
      write(() => {
        remove.run(account, workflowId, triggerId)
        forgetAllFound.run(account, workflowId, triggerId)
      })
    },

    async addFound({ account, workflowId, triggerId }, items) {
      const rows = items.map(({ place, id, data }) => [place, id, encodeJson(data)])
      write(() => {
        for (const row of rows) addFound.run(account, workflowId, triggerId, ...row)
      })
    },

    async found({ account, workflowId, triggerId }, limit) {
      const rows = read(() => findFound.all(account, workflowId, triggerId, limit)) as unknown as readonly FoundRow[] // The query gives these.
      return rows.map(({ place, id, data }) => ({ place, id, data: JSON.parse(data) }))
    },

    countFound: async ({ account, workflowId, triggerId }) =>
      Number(read(() => countFound.get(account, workflowId, triggerId))?.count ?? 0),

    async forgetFound({ account, workflowId, triggerId }, places) {
      if (places.length === 0) return
      write(() => {
        for (const place of places) forgetFound.run(account, workflowId, triggerId, place)
      })
    },

    due: async (now, limit) => read(() => findDue.all(now, limit)) as unknown as readonly PollKey[], // The query gives these.

    async nextWake(after) {
      const row = read(() => findNext.get(after))
      return row === undefined ? undefined : Number(row.wakeAt)
    },
  }
}
