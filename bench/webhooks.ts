// What a caller of a webhook sees: the whole product over HTTP, everything recorded, on the embedded store.

import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, shownNumber } from './figure.ts'
import { type LoadResult, loadGenerate } from './load-generator.ts'
import { usageOf, usedSince } from './process-usage.ts'
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

const unrecorded = `${synchronous.replace('id: synchronous', 'id: unrecorded').replace('/sync', '/quick')}settings: { record: never }
`

/** 1 KB of JSON, as the bare durable POST gets. */
const body = JSON.stringify({ id: 4711, customer: 'Ada', lines: [{ price: 40 }, { price: 70 }], note: 'x'.repeat(930) })
const headers = { 'content-type': 'application/json' }
const idleMs = 2_000

/** About 16 seconds. */
export async function benchWebhooks(): Promise<Figure[]> {
  const server = await startServer({ acknowledged, synchronous, unrecorded })
  try {
    await sleep(idleMs)
    const idle = usageOf(server.pid).residentMb
    for (const path of ['/ack', '/sync', '/quick']) await load(server, path, 64, 0.5)
    const ack = await load(server, '/ack', 64)
    const sync = await load(server, '/sync', 64)
    const alone = await load(server, '/sync', 1, 1.5)
    const quick = await load(server, '/quick', 64, 1.5)
    return [...recordedFigures(ack, sync, alone), quickFigure(quick), idleFigure(idle)]
  } finally {
    await server.stop()
  }
}

type Load = LoadResult & { readonly used: ReturnType<typeof usedSince> }

async function load(server: StartedServer, path: string, connections: number, seconds = 2.5): Promise<Load> {
  const before = usageOf(server.pid)
  const result = await loadGenerate({ url: `${server.url}/webhook${path}`, method: 'POST', body, headers, connections, seconds })
  if (result.errors > 0) throw new Error(`${result.errors} requests failed: the figures would be worthless.`)
  // The load client warms up for half a second on top.
  return { ...result, used: usedSince(before, server.pid, result.requestsPerSecond * (seconds + 0.5)) }
}

function recordedFigures(ack: Load, sync: Load, alone: Load): Figure[] {
  const shared = { unit: 'requests/s', ratioTo: 'durable POST at 64', durability: 'D2' } as const
  return [
    {
      ...shared,
      ...ack.used,
      name: 'durable webhook acknowledgement',
      value: ack.requestsPerSecond,
      target: { of: 'ratio', atLeast: 0.5 },
      meaning: 'POST of 1 KB answered 202 once the execution is synced, 64 connections, as a share of the bare durable POST.',
    },
    {
      ...shared,
      ...sync.used,
      name: 'synchronous webhook',
      value: sync.requestsPerSecond,
      target: { of: 'ratio', atLeast: 0.3 },
      meaning: 'webhook → set → if → set → respond, every step synced before the answer, 64 connections.',
    },
    {
      name: 'synchronous webhook, one caller',
      value: alone.p50Ms,
      unit: 'ms',
      target: { of: 'value', atMost: 1.5 },
      durability: 'D2',
      ...alone.used,
      meaning: 'Median from request to answer of four recorded steps, one request at a time.',
    },
  ]
}

function quickFigure(quick: Load): Figure {
  return {
    name: 'synchronous webhook without history',
    value: quick.requestsPerSecond,
    unit: 'requests/s',
    durability: 'D0',
    ...quick.used,
    meaning: 'The same four steps with `record: never`, 64 connections.',
  }
}

function idleFigure(value: number): Figure {
  return {
    name: 'idle memory',
    value,
    unit: 'MB',
    target: { of: 'value', atMost: 120 },
    meaning: 'Resident memory of the started server before any work; less is better.',
  }
}

if (import.meta.main) for (const { name, value, unit } of await benchWebhooks()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
