// What people look at: lists, searches, single executions and statistics, over a million executions of a month.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { readStatistics, systemClock } from '@millrace/runtime'
import { type ExecutionFilter, parseTextQuery, type Store } from '@millrace/store'
import { lastExecutions } from '../packages/server/src/last-executions.ts'
import { type Figure, quantile } from './figure.ts'
import { account, dayMs, idOf, openHistory, workflows } from './history-data.ts'

/** Fewer make a quick look. */
const executions = Number(process.env.MILLRACE_BENCH_EXECUTIONS ?? 1_000_000)
const asked = 100
const target = { of: 'value', atMost: 100 } as const

export async function benchHistory(): Promise<Figure[]> {
  const { store, directory, madeInMs } = await openHistory(executions)
  if (madeInMs !== undefined) console.error(`  ${executions} executions recorded and indexed in ${Math.round(madeInMs / 1000)} s`)
  try {
    const figures: Figure[] = []
    for (const [name, ask] of Object.entries(questions(store))) figures.push(await figureOf(name, ask))
    const megabytes = (file: string) => statSync(join(directory, file)).size / 1e6
    const size = (name: string, file: string, meaning: string): Figure => ({ name, value: megabytes(file), unit: 'MB', meaning })
    return [
      ...figures,
      size('history on disk', 'millrace.db', `${executions.toLocaleString('en-US')} executions of three events each, with their indexes.`),
      size('search index on disk', 'search.db', 'Beside it, for all the words of the same executions.'),
    ]
  } finally {
    await store.close()
  }
}

type Question = (index: number) => Promise<unknown>

function questions(store: Store): Readonly<Record<string, Question>> {
  const list = (filter: (index: number) => ExecutionFilter) => (index: number) =>
    store.executions.list(account, filter(index), { limit: 50 })
  const search =
    (text: (index: number) => string, filter: ExecutionFilter = {}) =>
    (index: number) =>
      find(store, text(index), filter)
  const workflowId = (index: number) => `workflow_${index % workflows}`
  const ago = (index: number) => Date.now() - ((index * 13) % 29) * dayMs
  const statistics = (days: number) => (index: number) =>
    readStatistics(
      { store, clock: systemClock },
      { account, from: Date.now() - days * dayMs, to: Date.now(), ...(index % 2 === 0 && { workflowId: workflowId(index) }) },
    )
  return {
    'list by workflow': list((index) => ({ workflowId: workflowId(index) })),
    'list by status': list((index) => ({
      status: ['failed', 'waiting', 'canceled'],
      ...(index % 2 === 0 && { workflowId: workflowId(index) }),
    })),
    'list by time': list((index) => ({ startedFrom: ago(index) - dayMs, startedTo: ago(index) })),
    'list by trigger, version and duration': list((index) => ({
      triggerType: 'schedule',
      workflowVersion: 1 + (index % 3),
      minDurationMs: 4000,
    })),
    'list of what is nowhere': list(() => ({ triggerType: 'none' })),
    'search for one order': search((index) => `order-${(index * 9973) % executions}`),
    'search for a customer': search((index) => `c${(index * 31) % 10_000}@shop.example`),
    'search for a word in all of them': search(() => 'order', { status: ['failed'] }),
    'search for what is nowhere': search((index) => `nowhere${index}`),
    'one execution': async (index) => {
      const id = idOf((index * 9973) % executions)
      return [await store.executions.get(account, id), await store.executions.log(account, id)]
    },
    // What `GET /api/v1/triggers` asks of the history, at its worst: one trigger of each workflow that never fired.
    'last executions of the triggers of 20 workflows': () =>
      Promise.all(Array.from({ length: workflows }, (_, index) => lastExecutions(store, account, workflowId(index), 2))),
    'statistics of a day': statistics(1),
    'statistics of a month': statistics(30),
  }
}

async function find(store: Store, text: string, filter: ExecutionFilter): Promise<unknown> {
  const query = parseTextQuery(text)
  if (query === undefined) throw new Error(`"${text}" is no query.`)
  return store.search.find({ account, query, filter, page: { limit: 50 } })
}

async function figureOf(name: string, ask: Question): Promise<Figure> {
  await ask(asked)
  const times: number[] = []
  for (let index = 0; index < asked; index++) {
    const began = performance.now()
    await ask(index)
    times.push(performance.now() - began)
  }
  const p50 = quantile(times, 0.5)
  const meaning = `p95 of ${asked} questions with different values, pages of 50, over ${executions.toLocaleString('en-US')} executions; p50 ${p50.toFixed(2)} ms.`
  return { name, value: quantile(times, 0.95), unit: 'ms', target, meaning: meaning + (remarks[name] ?? '') }
}

const remarks: Readonly<Record<string, string>> = {
  'last executions of the triggers of 20 workflows': ' The hundred newest of each workflow are looked through.',
  'list of what is nowhere': ' A page looks for 40 ms and says where to go on: the whole history takes several.',
}

if (import.meta.main) {
  for (const { name, value, unit, meaning } of await benchHistory()) console.log(`${name}: ${value.toFixed(2)} ${unit}  ${meaning}`)
}
