import type { ExecutionStore, WriteOutcome } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { createEndCounter } from '../statistics/count-ends.ts'
import { prepareAppendEvents } from './append-events.ts'
import { prepareCreateExecution } from './create-execution.ts'
import { encodeAhead, needsTime } from './encode-ahead.ts'
import { type EncodedWrite, encodeWrite } from './encoded-write.ts'
import { prepareSettleLetter } from './letters.ts'
import type { LogRows } from './log-rows.ts'
import type { RemovedLogs } from './removed-logs.ts'
import { prepareWakeExecution } from './wake-execution.ts'

interface Parts {
  readonly connection: Connection
  readonly log: LogRows
  readonly removedLogs: RemovedLogs
  onCommit(): void
}

/**
 * One transaction and one fsync for the whole batch. Measured on two cores, FULL, executions of one create and one append that ends
 * them, 350 bytes of JSON each: 22,000-24,500 executions/s in batches of 50 (p50 1.8 ms, p99 5-6 ms a batch), 1.6 KB on disk each.
 */
export function prepareCommit({ connection, log, removedLogs, onCommit }: Parts): ExecutionStore['commit'] {
  const ends = createEndCounter(connection)
  const wake = prepareWakeExecution(connection)
  const create = prepareCreateExecution({ connection, log, removedLogs, ends, wake })
  const append = prepareAppendEvents({ connection, log, ends, create, wake })
  const settleLetter = prepareSettleLetter(connection)

  function apply(write: EncodedWrite): WriteOutcome {
    switch (write.type) {
      case 'create':
        return create(write)
      case 'append':
        return append(write)
      case 'wake':
        return wake(write)
      case 'letter':
        return settleLetter(write)
      case 'unwritable':
        return write
    }
  }

  return async (batch) => {
    if (batch.length === 0) return []
    const known = needsTime(batch) ? await encodeAhead(batch) : undefined
    const writes = batch.map((write) => encodeWrite(write, known))
    const outcomes = connection.write(() => {
      ends.begin()
      const applied = writes.map(apply)
      ends.write()
      return applied
    })
    onCommit()
    return outcomes
  }
}
