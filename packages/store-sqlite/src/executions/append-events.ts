import type { SQLInputValue } from 'node:sqlite'
import type { ExecutionSummary, WakeExecution, WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareInsertEvent } from '../events/insert-event.ts'
import { prepareInsertLines } from '../lines/insert-lines.ts'
import type { EndCounter } from '../statistics/count-ends.ts'
import type { EncodedAppend, EncodedCreate } from './encoded-write.ts'
import type { LogRows } from './log-rows.ts'
import { prepareChangeSealed } from './sealed-events.ts'
import { prepareChangeWaits } from './waiting-steps.ts'

interface Parts {
  readonly connection: Connection
  readonly log: LogRows
  readonly ends: EndCounter
  readonly create: (write: EncodedCreate) => WriteOutcome
  readonly wake: (write: WakeExecution) => WriteOutcome
}

/** The fence and the place are conditions of the update itself: whoever owns the execution no more changes nothing. */
export function prepareAppendEvents({ connection, log, ends, create, wake }: Parts): (write: EncodedAppend) => WriteOutcome {
  const { prepare } = connection
  const changeWaits = prepareChangeWaits(connection)
  const insertEvent = prepareInsertEvent(connection)
  const insertLines = prepareInsertLines(connection)
  const changeSealed = prepareChangeSealed(connection)
  const find = prepare(
    'SELECT workflow_id AS workflowId, started_at AS startedAt, is_test AS isTest FROM execution WHERE account = ? AND id = ?',
  )

  /** The write says what is asked for; read from the row, that cost a fifth of the whole commit. */
  function rowOf({ account, executionId, row = find.get(account, executionId) as unknown as EndedRow }: EncodedAppend): EndedRow {
    return row
  }

  function countEnd(write: EncodedAppend): void {
    const { account, patch } = write
    const row = rowOf(write)
    if (patch?.status === undefined || patch.finishedAt === undefined || row.isTest) return
    ends.note({ account, workflowId: row.workflowId, startedAt: row.startedAt, status: patch.status, finishedAt: patch.finishedAt })
  }

  return (write) => {
    const { account, executionId, fence, after, events, encoded, lines, waits, follow, wakes = [], emits, sealed, patch } = write
    const { assignments, values } = changesOf(write)
    // Only what changes is named: SQLite rewrites every index that holds a column named here, changed or not.
    const update = prepare(`UPDATE execution SET ${assignments} WHERE account = ? AND id = ? AND fence = ? AND event_count = ?`)
    const { changes } = update.run(...values, events.length, encoded?.bytes ?? 0, account, executionId, fence, after)
    if (changes === 0) return { type: 'fenced' }
    if (patch?.finishedAt !== undefined) countEnd(write)
    changeWaits(account, executionId, waits)
    if (follow !== undefined) create(follow)
    for (const one of wakes) wake(one)
    if (emits !== undefined) for (const event of emits) insertEvent(event)
    if (sealed !== undefined) changeSealed({ account, executionId, after }, sealed)
    const position = log.insert({ account, executionId, after }, encoded)
    if (lines !== undefined) insertLines({ account, workflowId: rowOf(write).workflowId, executionId, position }, lines)
    return { type: 'written', position }
  }
}

type EndedRow = Pick<ExecutionSummary, 'workflowId' | 'startedAt' | 'isTest'>

/** At most 128 different texts, so the statements are kept. */
function changesOf({ patch, error }: EncodedAppend): { readonly assignments: string; readonly values: readonly SQLInputValue[] } {
  let assignments = ''
  const values: SQLInputValue[] = []
  const assign = (column: string, value: SQLInputValue | undefined): void => {
    if (value === undefined) return
    assignments += `${column} = ?, `
    values.push(value)
  }
  assign('status', patch?.status)
  assign('finished_at', patch?.finishedAt)
  assign('due_at', patch?.dueAt)
  assign('error', error)
  assign('letter', patch?.letter)
  assign('canceling', patch?.canceling === true ? 1 : undefined)
  assign('place', patch?.place)
  return { assignments: `${assignments}event_count = event_count + ?, bytes = bytes + ?`, values }
}
