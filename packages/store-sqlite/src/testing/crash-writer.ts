// A process of its own: commits batches until it is killed or a commit is refused. Prints its fence, then for each batch the ids that
// were acknowledged, or the code that refused it. Started by the tests with the data directory as its argument.

import { writeSync } from 'node:fs'
import type { ExecutionWrite } from '@millrace/store'
import { StoreError } from '@millrace/store'
import { execution, stepSucceeded } from '@millrace/store/testing'
import { openSqliteStore } from '../open-sqlite-store.ts'

const account = 'acme'
const store = openSqliteStore({ directory: process.argv[2] ?? '', onFatal: ({ code }) => print(`fatal ${code}`) })
const fence = await store.executions.nextFence()
print(`fence ${fence}`)

let refusals = 0
for (let batch = 0; refusals < 2; batch++) {
  const ids = Array.from({ length: 10 }, (_, index) => `${fence}-${batch}-${index}`)
  try {
    await store.executions.commit(ids.flatMap(writesOf))
    print(ids.join(' '))
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    refusals += 1
    print(`refused ${error.code} ${error.fatal}`)
  }
}

/** One that ends, with an output that is sometimes large. */
function writesOf(executionId: string, index: number): readonly ExecutionWrite[] {
  const large = index === 0 ? executionId.repeat(20_000) : executionId
  return [
    { type: 'create', fence, execution: execution(executionId), events: [stepSucceeded('first', executionId)] },
    { type: 'append', account, executionId, fence, after: 1, events: [stepSucceeded('second', large)], patch: { status: 'waiting' } },
  ]
}

/** Not through a stream: the line has left the process when this returns. */
function print(line: string): void {
  writeSync(1, `${line}\n`)
}
