import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionEvent, ExecutionStatus } from '@millrace/engine'
import type { ExecutionSummary, ExecutionWrite, Store } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'

export const account = 'default'
export const dayMs = 24 * 60 * 60_000
export const workflows = 20
const windowDays = 30
const batch = 500
const minute = 60_000

/** A history of so many executions over a month, made once and kept in bench/results: it takes minutes. */
export async function openHistory(
  executions: number,
): Promise<{ readonly store: Store; readonly directory: string; readonly madeInMs?: number }> {
  const directory = fileURLToPath(new URL(`results/history-${executions}`, import.meta.url))
  const stamp = join(directory, 'made.json')
  if (isFresh(stamp)) return { store: openSqliteStore({ directory }), directory }
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const store = openSqliteStore({ directory })
  const began = performance.now()
  const end = Math.floor(Date.now() / minute) * minute
  for (let from = 0; from < executions; from += batch) {
    await store.executions.commit(Array.from({ length: batch }, (_, index) => writesOf(from + index, executions, end)).flat())
  }
  await store.search.caughtUp()
  const madeInMs = performance.now() - began
  writeFileSync(stamp, JSON.stringify({ madeAt: Date.now(), madeInMs }))
  return { store, directory, madeInMs }
}

/** The workflows that these executions are of, as they were published: without them nobody can look at one, nor at its triggers. */
export async function publishWorkflows(store: Store): Promise<void> {
  for (let index = 0; index < workflows; index++) {
    const id = `workflow_${index}`
    if ((await store.workflows.get(account, id)) !== undefined) continue
    for (const version of [1, 2, 3]) await store.workflows.publish({ account, id, source: sourceOf(id, version), at: version })
  }
}

function sourceOf(id: string, version: number): string {
  return `id: ${id}
description: Takes orders, version ${version}.
triggers:
  placed: { type: webhook, with: { path: /${id}, auth: none } }
  nightly: { type: schedule, with: { cron: "0 2 * * *" }, disabled: true }
nodes:
  reserve: { type: http.request, with: { url: https://shop.example/reserve }, next: charge }
  charge: { type: http.request, with: { url: https://shop.example/charge } }
`
}

/** Statistics of the last day need executions of the last day. */
function isFresh(stamp: string): boolean {
  if (!existsSync(stamp)) return false
  const { madeAt } = JSON.parse(readFileSync(stamp, 'utf8')) as { readonly madeAt: number } // Written below.
  return Date.now() - madeAt < dayMs / 2
}

export const idOf = (index: number): string => `01bench${String(index).padStart(19, '0')}`

/** Three writes each, as an execution of three external steps makes them. One in 20 fails; one in 1,000 waits. */
function writesOf(index: number, count: number, end: number): readonly ExecutionWrite[] {
  const startedAt = end - Math.floor(((count - index) / count) * windowDays * dayMs)
  const status: ExecutionStatus = index % 1000 === 7 ? 'waiting' : index % 20 === 3 ? 'failed' : 'success'
  const finishedAt = startedAt + 5 + ((index * 7919) % 5000)
  const id = idOf(index)
  const row = { workflowId: `workflow_${index % workflows}`, startedAt }
  const execution: ExecutionSummary = {
    id,
    account,
    ...row,
    workflowVersion: 1 + (index % 3),
    triggerId: 'placed',
    triggerType: index % 50 === 0 ? 'schedule' : 'webhook',
    status: 'running',
  }
  const append = { type: 'append', account, executionId: id, fence: 1 } as const
  const patch =
    status === 'waiting'
      ? ({ status, dueAt: end + dayMs } as const)
      : status === 'failed'
        ? ({ status, finishedAt, error: { code: 'HTTP_STATUS', class: 'fatal', message: 'it answered 503' } } as const)
        : ({ status, finishedAt } as const)
  return [
    { type: 'create', fence: 1, execution, events: [started(index, id, row)] },
    { ...append, after: 1, events: [stepEnded('reserve', startedAt, { reserved: true, shelf: `shelf-${index % 977}` })] },
    { ...append, after: 2, events: [stepEnded('charge', finishedAt, { charged: true, receipt: `r-${index}` })], patch, row },
  ]
}

function started(
  index: number,
  id: string,
  { workflowId, startedAt: at }: { readonly workflowId: string; readonly startedAt: number },
): ExecutionEvent {
  const body = {
    order: `order-${index}`,
    customer: { name: `Customer ${index % 10_000}`, email: `c${index % 10_000}@shop.example` },
    lines: [
      { sku: `sku-${index % 500}`, quantity: 2, price: 9.5 },
      { sku: `sku-${(index * 3) % 500}`, quantity: 1, price: 19 },
    ],
  }
  const trigger = { id: 'placed', type: 'webhook', data: { body } }
  return {
    type: 'execution-started',
    at,
    executionId: id,
    workflow: { id: workflowId, version: 1 },
    trigger,
    inputs: {},
    vars: {},
    env: {},
  }
}

function stepEnded(step: string, at: number, output: { readonly [key: string]: string | boolean }): ExecutionEvent {
  return {
    type: 'step-succeeded',
    at,
    step,
    attempt: 1,
    startedAt: at,
    port: 'success',
    output,
    input: { for: step, note: 'as the order says' },
  }
}
