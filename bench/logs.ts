// What people look at in the logs: pages by workflow, level, text and time over 100,000 lines, and what the lines take on disk.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionEvent, LogLine } from '@millrace/engine'
import type { ExecutionWrite, LineFilter } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { type Figure, quantile } from './figure.ts'
import { account, workflows } from './history-data.ts'
import { inScratch } from './scratch.ts'

const lines = 100_000
const linesEach = 10
const batch = 200
const asked = 100
/** What is rare or no index has is looked for until 40 ms are over: the page says where to go on. */
const targetOf = (name: string) => ({ of: 'value', atMost: /rare|text/.test(name) ? 100 : 50 }) as const
const start = Date.UTC(2027, 0, 1)

export async function benchLogs(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const store = openSqliteStore({ directory, search: 'off' })
    try {
      for (let from = 0; from < lines / linesEach; from += batch)
        await store.executions.commit(Array.from({ length: batch }, (_, index) => writeOf(from + index)))
      const figures: Figure[] = []
      for (const [name, filter] of Object.entries(questions)) {
        const times: number[] = []
        for (let index = 0; index < asked; index++) {
          const began = performance.now()
          await store.logLines.list(account, filter(index), { limit: 50 })
          times.push(performance.now() - began)
        }
        const meaning = `p95 of ${asked} pages of 50 over ${lines.toLocaleString('en-US')} lines; p50 ${quantile(times, 0.5).toFixed(2)} ms.`
        figures.push({ name, value: quantile(times, 0.95), unit: 'ms', target: targetOf(name), meaning })
      }
      const bytes = statSync(join(directory, 'millrace.db')).size / lines
      return [
        ...figures,
        { name: 'a log line on disk', value: bytes, unit: 'bytes', meaning: 'In the log and in the list together, of 60 characters.' },
      ]
    } finally {
      await store.close()
    }
  })
}

const workflowId = (index: number) => `workflow_${index % workflows}`

const questions: Readonly<Record<string, (index: number) => LineFilter>> = {
  'log lines by workflow': (index) => ({ workflowId: workflowId(index) }),
  'log lines by workflow and level': (index) => ({ workflowId: workflowId(index), level: 'warn' }),
  'log lines by level, rare ones': () => ({ level: 'error' }),
  'log lines by time': (index) => ({ from: start + index * 1_000, to: start + index * 1_000 + 60_000 }),
  'log lines by text': (index) => ({ text: `order ${index * 99} ` }),
  'log lines of one execution': (index) => ({ executionId: `e${index * 97}` }),
}

function writeOf(index: number): ExecutionWrite {
  const at = start + index * 100
  const levels: readonly LogLine['level'][] = ['info', 'debug', 'info', 'info', 'debug', 'info', 'info', index % 10 === 0 ? 'warn' : 'info']
  const logs = Array.from({ length: linesEach }, (_, place): LogLine => {
    const level = index % 500 === 0 && place === 9 ? 'error' : (levels[place] ?? 'info')
    return { at: at + place, level, message: `order ${index} of a customer: line ${place} of what is said there.`.padEnd(60) }
  })
  const step: ExecutionEvent = { type: 'step-succeeded', at, step: 'say', attempt: 1, startedAt: at, port: 'success', output: null, logs }
  const of = { account, workflowId: workflowId(index), workflowVersion: 1, triggerId: 'call', triggerType: 'webhook' }
  return {
    type: 'create',
    fence: 1,
    execution: { ...of, id: `e${index}`, status: 'success', startedAt: at, finishedAt: at + 9 },
    events: [step],
  }
}

if (import.meta.main) {
  for (const { name, value, unit, meaning } of await benchLogs()) console.log(`${name}: ${value.toFixed(2)} ${unit}  ${meaning}`)
}
