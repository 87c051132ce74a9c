import type { Admission, WakeExecution, WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { prepareInsertEvent } from '../events/insert-event.ts'
import { prepareInsertLines } from '../lines/insert-lines.ts'
import type { EndCounter } from '../statistics/count-ends.ts'
import type { EncodedCreate } from './encoded-write.ts'
import { createdColumns } from './execution-row.ts'
import { prepareMarkReplayed } from './letters.ts'
import type { LogRows } from './log-rows.ts'
import type { RemovedLogs } from './removed-logs.ts'
import { prepareChangeSealed } from './sealed-events.ts'
import { prepareChangeWaits } from './waiting-steps.ts'

interface Parts {
  readonly connection: Connection
  readonly log: LogRows
  readonly removedLogs: RemovedLogs
  readonly ends: EndCounter
  readonly wake: (write: WakeExecution) => WriteOutcome
}

export function prepareCreateExecution({ connection, log, removedLogs, ends, wake }: Parts): (write: EncodedCreate) => WriteOutcome {
  const changeWaits = prepareChangeWaits(connection)
  const changeSealed = prepareChangeSealed(connection)
  const insertEvent = prepareInsertEvent(connection)
  const insertLines = prepareInsertLines(connection)
  const markReplayed = prepareMarkReplayed(connection)
  const insert = connection.prepare(
    `INSERT INTO execution (${createdColumns}, fence, event_count, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO NOTHING`,
  )
  const find = connection.prepare('SELECT 1 FROM execution WHERE account = ? AND id = ?')

  /** What must be so before the row is there. */
  function obstacle({ account, id, replayOf = '' }: EncodedCreate['execution']): WriteOutcome | undefined {
    if (find.get(account, id) !== undefined) return { type: 'exists' }
    return markReplayed(account, replayOf, id) ? undefined : { type: 'settled' }
  }

  // Apart from the insert, so that an execution without limits does not pay for them.
  const admit = connection.prepare(
    'UPDATE execution SET lane = ?, lane_key = ?, priority = ?, queued_at = ?, place = ?, gate = ? WHERE account = ? AND id = ?',
  )

  const markTest = connection.prepare('UPDATE execution SET is_test = 1 WHERE account = ? AND id = ?')

  function insertAdmission({ lane, key, priority, queuedAt, place, gate }: Admission, account: string, id: string): void {
    admit.run(lane, key ?? null, priority, queuedAt, place ?? null, gate ?? null, account, id)
  }

  return function create({ execution, fence, events, encoded, lines, error, waits, follow, wakes = [], emits, sealed, settlesLetter }) {
    const stopped = settlesLetter && obstacle(execution)
    if (stopped) return stopped
    const { changes } = insert.run(
      execution.account,
      execution.id,
      execution.workflowId,
      execution.workflowVersion,
      execution.triggerId,
      execution.triggerType,
      execution.status,
      execution.startedAt,
      execution.finishedAt ?? null,
      execution.dueAt ?? null,
      error ?? null,
      execution.parent?.executionId ?? null,
      execution.parent?.step ?? null,
      execution.letter ?? null,
      execution.replayOf ?? null,
      execution.replayedAs ?? null,
      execution.calledOff === true ? 1 : null,
      execution.canceling === true ? 1 : null,
      fence,
      events.length,
      encoded?.bytes ?? 0,
    )
    if (changes === 0) return { type: 'exists' }
    removedLogs.makeRoom(execution.account, execution.id)
    if (execution.isTest) markTest.run(execution.account, execution.id)
    else if (execution.finishedAt !== undefined) ends.note({ ...execution, finishedAt: execution.finishedAt })
    if (execution.admission !== undefined) insertAdmission(execution.admission, execution.account, execution.id)
    changeWaits(execution.account, execution.id, waits)
    if (follow !== undefined) create(follow)
    for (const one of wakes) wake(one)
    if (emits !== undefined) for (const event of emits) insertEvent(event)
    if (sealed !== undefined) changeSealed({ account: execution.account, executionId: execution.id, after: 0 }, sealed)
    const { account, workflowId, id: executionId } = execution
    const position = log.insert({ account, executionId, after: 0 }, encoded)
    if (lines !== undefined) insertLines({ account, workflowId, executionId, position }, lines)
    return { type: 'written', position }
  }
}
