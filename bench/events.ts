// Events from the bus to the first step of what they start. Run alone: node --conditions=source bench/events.ts

import { defineNode, done, type NodeType } from '@millrace/kit'
import { z } from 'zod'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { type OpenDriver, openDriver } from './open-driver.ts'
import { usageOf, usedSince } from './process-usage.ts'
import { inScratch } from './scratch.ts'

const source = `id: hearing
triggers:
  heard: { type: event, with: { name: bench.*, filter: "{{ trigger.data.n >= 0 }}" } }
nodes:
  note: { type: note, with: { n: "{{ trigger.data.n }}" } }
`

const alone = 500
const crowd = 5_000
const atOnce = 64

/** About 5 seconds. */
export function benchEvents(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const waiting = new Map<number, () => void>()
    const driver = await openDriver({ directory, nodes: [noteNode((n) => waiting.get(n)?.())] })
    let last = 0
    /** Resolves when the event has reached the first step of its execution; with how long that took. */
    async function send(): Promise<number> {
      const n = ++last
      const begunAt = performance.now()
      const started = new Promise<void>((resolve) => waiting.set(n, resolve))
      await emit(driver, n)
      await started
      waiting.delete(n)
      return performance.now() - begunAt
    }
    try {
      await driver.publish(source)
      await driver.openEvents()
      await sendAll(500, send)
      const lateMs: number[] = []
      for (let count = 0; count < alone; count++) lateMs.push(await send())
      const before = usageOf(process.pid)
      const begunAt = performance.now()
      const crowdMs = await sendAll(crowd, send)
      const perSecond = crowd / ((performance.now() - begunAt) / 1000)
      return [
        {
          name: 'an event to the first step that it starts',
          value: quantile(lateMs, 0.99),
          unit: 'ms',
          target: { of: 'value', atMost: 10 },
          durability: 'D2',
          meaning: `99th percentile, one event at a time: event and start are synced one after the other, and then an external step begins; p50 ${shownNumber(quantile(lateMs, 0.5))} ms.`,
        },
        {
          name: 'events that each start an execution',
          value: perSecond,
          unit: 'events/s',
          target: { of: 'value', atLeast: 2_000 },
          durability: 'D2',
          ...usedSince(before, process.pid, crowd),
          meaning: `${atOnce} senders, each sends its next event when the first step of the last one has begun; p99 ${shownNumber(quantile(crowdMs, 0.99))} ms. A filter is evaluated for each.`,
        },
      ]
    } finally {
      await driver.close()
    }
  })
}

async function sendAll(count: number, send: () => Promise<number>): Promise<readonly number[]> {
  const took: number[] = []
  let left = count
  const sender = async (): Promise<void> => {
    while (left-- > 0) took.push(await send())
  }
  await Promise.all(Array.from({ length: atOnce }, sender))
  return took
}

async function emit({ bus }: OpenDriver, n: number): Promise<void> {
  await bus.emit({ account: 'default', name: 'bench.sent', data: { n }, source: {}, depth: 0 })
}

function noteNode(onNote: (n: number) => void): NodeType {
  return defineNode({
    type: 'note',
    title: 'Note',
    icon: 'box',
    group: 'logic',
    summary: 'Notes that it has begun.',
    docs: 'Only for benches.',
    params: z.strictObject({ n: z.int() }),
    effects: 'external',
    examples: [],
    run({ params }) {
      onNote(params.n)
      return done(null)
    },
  })
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchEvents()) console.log(`${name}: ${shownNumber(value)} ${unit}\n    ${meaning}`)
