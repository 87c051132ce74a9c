// What a clean-up costs those who write meanwhile: executions are deleted by age while another part of the process commits without a pause.

import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionEvent } from '@millrace/engine'
import { createRetention, openKeepRules, systemClock } from '@millrace/runtime'
import type { ExecutionWrite, Store } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import type { Figure } from './figure.ts'

/** Beside the benches, so on the checkout's disk: /tmp is memory on many machines, where an fsync costs nothing. */
const results = fileURLToPath(new URL('results/', import.meta.url))
const account = 'default'
const oldExecutions = 30_000
const dayMs = 24 * 60 * 60_000

export async function benchRetention(): Promise<Figure[]> {
  mkdirSync(results, { recursive: true })
  const directory = mkdtempSync(join(results, 'data-'))
  const store = openSqliteStore({ directory })
  try {
    const bytes = () => statSync(join(directory, 'millrace.db')).size
    for (let from = 0; from < oldExecutions; from += 500) await store.executions.commit(ended(from, 500, Date.now() - 60 * dayMs))
    const quiet = await commitWhile(store, new Promise((resolve) => setTimeout(resolve, 1_000)))
    const retention = createRetention({
      store,
      files: { forget: async () => undefined, sweep: async () => 0 },
      workflows: { get: async () => undefined },
      rules: await openKeepRules(store.settings),
      clock: systemClock,
      accounts: [],
      onTrouble: console.error,
    })
    const before = bytes()
    const begin = performance.now()
    const cleanUp = retention.run('now')
    const busy = await commitWhile(store, cleanUp)
    const seconds = (performance.now() - begin) / 1000
    const { success, freedBytes } = await cleanUp
    await retention.close()
    return [
      {
        name: 'executions deleted while others write',
        value: success / seconds,
        unit: 'executions/s',
        meaning:
          'By age, with their logs, in transactions of some ten milliseconds, and their room given back; a writer commits all the time.',
      },
      {
        name: 'commit during a clean-up, p99',
        value: busy,
        unit: 'ms',
        target: { of: 'value', atMost: 50 },
        durability: 'D2',
        meaning: `From asking to being on disk, for one execution at a time; without a clean-up it was ${quiet.toFixed(1)} ms in the same run.`,
      },
      {
        name: 'room given back by a clean-up',
        value: (100 * freedBytes) / before,
        unit: '%',
        meaning: 'Of the database file, by deleting what filled it and without VACUUM; what was written meanwhile stays.',
      },
    ]
  } finally {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

let written = oldExecutions

/** Commits without a pause until the work is done; the 99th percentile of how long one took, turns of the event loop included. */
async function commitWhile(store: Store, work: Promise<unknown>): Promise<number> {
  let isDone = false
  void work.finally(() => {
    isDone = true
  })
  const times: number[] = []
  while (!isDone) {
    const begin = performance.now()
    await new Promise((resolve) => setImmediate(resolve))
    await store.executions.commit(ended(written, 1, Date.now()))
    times.push(performance.now() - begin)
    written += 1
  }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length * 0.99)] ?? Number.NaN
}

function ended(from: number, count: number, at: number): readonly ExecutionWrite[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'create',
    fence: 1,
    execution: {
      id: `e${String(from + index).padStart(9, '0')}`,
      account,
      workflowId: `w${index % 10}`,
      workflowVersion: 1,
      triggerId: 't',
      triggerType: 'webhook',
      status: 'success',
      startedAt: at + index,
      finishedAt: at + index,
    },
    events: ['a', 'b', 'c'].map((step) => stepSucceeded(step, at)),
  }))
}

function stepSucceeded(step: string, at: number): ExecutionEvent {
  const output = { order: { id: 4711, customer: 'Ada', lines: [{ sku: 'a-1', quantity: 2, price: 9.5 }] }, note: 'x'.repeat(200) }
  return { type: 'step-succeeded', at, step, attempt: 1, startedAt: at, port: 'success', output }
}

if (import.meta.main) console.table((await benchRetention()).map(({ name, value, unit }) => ({ name, value, unit })))
