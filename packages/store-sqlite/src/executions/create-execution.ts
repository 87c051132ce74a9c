import type { WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import type { EndCounter } from '../statistics/count-ends.ts'
import type { EncodedCreate } from './encoded-write.ts'
import { executionColumns } from './execution-row.ts'
import type { LogRows } from './log-rows.ts'
import { prepareChangeWaits } from './waiting-steps.ts'

export function prepareCreateExecution(connection: Connection, log: LogRows, ends: EndCounter): (write: EncodedCreate) => WriteOutcome {
  const changeWaits = prepareChangeWaits(connection)
  const insert = connection.prepare(
    `INSERT INTO execution (${executionColumns}, fence, event_count, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, id) DO NOTHING`,
  )
  return function create({ execution, fence, events, encoded, error, waits, follow }) {
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
    if (execution.finishedAt !== undefined) ends.note({ ...execution, finishedAt: execution.finishedAt })
    changeWaits(execution.account, execution.id, waits)
    if (follow !== undefined) create(follow)
    return { type: 'written', position: log.insert({ account: execution.account, executionId: execution.id, after: 0 }, encoded) }
  }
}
