import { decodeStepCursor, type ExecutionStore, pageOf, type WaitChanges, type WaitingStep } from '@millrace/store'
import type { Connection } from '../connection.ts'

const columns = 'account, execution_id, step, channel, key, since'

interface WaitingRow {
  readonly account: string
  readonly execution_id: string
  readonly step: string
  readonly channel: string
  readonly key: string
  readonly since: number
}

/** Inside the write that begins or ends the waits. */
export function prepareChangeWaits({
  prepare,
}: Connection): (account: string, executionId: string, changes: WaitChanges | undefined) => void {
  const insert = prepare(`INSERT OR REPLACE INTO waiting_step (${columns}) VALUES (?, ?, ?, ?, ?, ?)`)
  const end = prepare('DELETE FROM waiting_step WHERE account = ? AND execution_id = ? AND step = ?')
  const endAll = prepare('DELETE FROM waiting_step WHERE account = ? AND execution_id = ?')
  return (account, executionId, changes) => {
    if (changes === undefined) return
    const { begun, ended } = changes
    if (ended === 'all') endAll.run(account, executionId)
    else for (const step of ended) end.run(account, executionId, step)
    for (const { step, channel, key, since } of begun) insert.run(account, executionId, step, channel, key, since)
  }
}

export const waitingForEventSql = `SELECT ${columns} FROM waiting_step INDEXED BY waiting_step_by_event
  WHERE account = ? AND key = ? AND channel = 'event' AND (since, execution_id, step) > (?, ?, ?) ORDER BY since, execution_id, step LIMIT ?`

/** p50 16 µs among 50,000 that wait for an event. */
export function prepareWaitingForEvent({ prepare, read }: Connection): ExecutionStore['waitingForEvent'] {
  const find = prepare(waitingForEventSql)
  return async (account, name, { limit, cursor }) => {
    const { at, id, step } = cursor === undefined ? { at: -Number.MAX_VALUE, id: '', step: '' } : decodeStepCursor(cursor)
    const rows = read(() => find.all(account, name, at, id, step, limit + 1)) as unknown as readonly WaitingRow[]
    return pageOf(rows.map(waitingOf), limit, ({ since, executionId, step: last }) => [since, executionId, last])
  }
}

export const waitingInSql = `SELECT ${columns} FROM waiting_step WHERE account = ? AND execution_id = ? ORDER BY step LIMIT 1`

export function prepareWaitingIn({ prepare, read }: Connection): ExecutionStore['waitingIn'] {
  const find = prepare(waitingInSql)
  return async (account, ids) =>
    read(() =>
      ids.flatMap((id) => {
        const row = find.get(account, id) as WaitingRow | undefined
        return row === undefined ? [] : [waitingOf(row)]
      }),
    )
}

export const waitingForTokenSql = `SELECT ${columns} FROM waiting_step INDEXED BY waiting_step_by_token WHERE key = ? AND channel = 'token' LIMIT 1`

/** p50 6 µs among 50,000 that wait at an address. */
export function prepareWaitingForToken({ prepare, read }: Connection): ExecutionStore['waitingForToken'] {
  const find = prepare(waitingForTokenSql)
  return async (hash) => {
    const row = read(() => find.get(hash)) as WaitingRow | undefined
    return row && waitingOf(row)
  }
}

function waitingOf({ account, execution_id: executionId, step, channel, key, since }: WaitingRow): WaitingStep {
  // `prepareChangeWaits` alone writes the column, from these two.
  return { account, executionId, step, channel: channel as WaitingStep['channel'], key, since }
}
