// What a caller of a webhook sees: the whole product over HTTP, everything recorded, on the embedded store.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Figure } from './figure.ts'
import { type LoadResult, loadGenerate } from './load-generator.ts'
import { type StartedServer, startServer } from './started-server.ts'

const acknowledged = `id: acknowledged
triggers: { hook: { type: webhook, with: { path: /ack, respond: immediately } } }
nodes: { keep: { type: set, with: { values: { id: "{{ trigger.body.id }}" } } } }
`

const synchronous = `id: synchronous
triggers: { hook: { type: webhook, with: { path: /sync, respond: respond-node } } }
nodes:
  total: { type: set, with: { values: { total: "{{ trigger.body.lines.reduce((sum, line) => sum + line.price, 0) }}" } }, next: large }
  large: { type: if, with: { condition: "{{ nodes.total.output.total > 100 }}" }, next: { true: mark, false: mark } }
  mark: { type: set, with: { values: { total: "{{ nodes.total.output.total }}", customer: "{{ trigger.body.customer }}" } }, next: answer }
  answer: { type: respond, with: { body: "{{ input }}" } }
`

/** 1 KB of JSON, as the bare durable POST gets. */
const body = JSON.stringify({ id: 4711, customer: 'Ada', lines: [{ price: 40 }, { price: 70 }], note: 'x'.repeat(930) })
const headers = { 'content-type': 'application/json' }
const idleMs = 3000

export async function benchWebhooks(): Promise<Figure[]> {
  // The first start after an install strips types and compiles, and keeps the memory of that; every later one does not.
  const first = await startServer({ acknowledged, synchronous })
  await sleep(idleMs)
  await first.stop()
  const server = await startServer({ acknowledged, synchronous })
  try {
    await sleep(idleMs)
    const idle = server.residentMb()
    const load = (path: string, connections: number, seconds = 4) =>
      loadGenerate({ url: `${server.url}/webhook${path}`, method: 'POST', body, headers, connections, seconds })
    await load('/sync', 64, 2)
    await load('/ack', 64, 2)
    const ack = await load('/ack', 64)
    const { result: sync, cpuMs } = await withCpu(server, () => load('/sync', 64))
    const alone = await load('/sync', 1, 3)
    for (const { errors } of [ack, sync, alone])
      if (errors > 0) throw new Error(`${errors} requests failed: the figures would be worthless.`)
    return [
      ...throughput(ack, sync),
      {
        name: 'synchronous webhook, one caller',
        value: alone.p50Ms,
        unit: 'ms',
        target: 1.5,
        meaning: 'Median from request to answer of four recorded steps, one request at a time.',
      },
      {
        name: 'CPU per synchronous webhook',
        value: cpuMs,
        unit: 'ms',
        meaning: 'CPU time of the server for one recorded execution of four steps, at 64 connections.',
      },
      {
        name: 'idle memory',
        value: idle,
        unit: 'MB',
        target: 120,
        meaning: 'Resident memory of the started server before any work; less is better.',
      },
      { name: 'memory after load', value: server.residentMb(), unit: 'MB', meaning: 'The same after all of the above.' },
    ]
  } finally {
    await server.stop()
  }
}

function throughput(ack: LoadResult, sync: LoadResult): Figure[] {
  const shared = { unit: 'requests/s', ratioTo: 'durable POST at 64' }
  return [
    {
      ...shared,
      name: 'durable webhook acknowledgement',
      value: ack.requestsPerSecond,
      target: 0.35,
      meaning: 'POST of 1 KB answered 202 once the execution is on disk, 64 connections; the target is a share of the bare durable POST.',
    },
    {
      ...shared,
      name: 'synchronous webhook',
      value: sync.requestsPerSecond,
      target: 0.2,
      meaning: 'webhook → set → if → set → respond, every step recorded before the answer, 64 connections.',
    },
  ]
}

async function withCpu(server: StartedServer, run: () => Promise<LoadResult>): Promise<{ result: LoadResult; cpuMs: number }> {
  const before = server.cpuSeconds()
  const result = await run()
  // The load client warms up for half a second on top of its four.
  return { result, cpuMs: ((server.cpuSeconds() - before) * 1000) / (result.requestsPerSecond * 4.5) }
}

if (import.meta.main) console.table((await benchWebhooks()).map(({ name, value, unit, target }) => ({ name, value, unit, target })))
