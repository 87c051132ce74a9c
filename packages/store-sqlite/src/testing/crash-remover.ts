// A process of its own: records an execution with 1,200 rows in its log, begins to delete it, and dies after the first transaction of that.
// Started by the tests with the data directory as its argument.

import type { ExecutionEvent } from '@millrace/engine'
import type { ExecutionWrite } from '@millrace/store'
import { create, execution, stepSucceeded } from '@millrace/store/testing'
import { openSqliteStore } from '../open-sqlite-store.ts'

const account = 'acme'
const executionId = 'long'
const store = openSqliteStore({ directory: process.argv[2] ?? '' })

function append(after: number, event: ExecutionEvent): Extract<ExecutionWrite, { type: 'append' }> {
  return { type: 'append', account, executionId, fence: 1, after, events: [event] }
}

const middle = Array.from({ length: 1_198 }, (_, index) => append(index + 1, stepSucceeded(`s${index}`)))
const last = append(1_199, stepSucceeded('last', 'x'.repeat(100_000)))
await store.executions.commit([
  create(execution(executionId), [stepSucceeded('first')]),
  ...middle,
  { ...last, patch: { status: 'success', finishedAt: 2_000 } },
])
await store.retention.remove({ account, ids: [executionId], letters: 'kept' })
process.kill(process.pid, 'SIGKILL')
