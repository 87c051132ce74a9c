// Large data: many items through a few steps, and one large body.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '@millrace/engine'
import { type Figure, median, shownNumber } from './figure.ts'
import { type OpenDriver, openDriver } from './open-driver.ts'
import { inScratch } from './scratch.ts'

const items = `id: items
nodes:
  named: { type: transform, with: { items: "{{ trigger.items }}", steps: [{ set: { source: shop } }] }, next: large }
  large: { type: filter, with: { items: "{{ input }}", where: { path: total, is: greater-than, value: 50 } }, next: sum }
  sum: { type: transform, with: { items: "{{ input }}", steps: [{ reduce: { total: { sum: total }, count: { count: true } } }] } }
`
const unrecorded = `${items.replace('id: items', 'id: items-unrecorded')}settings: { record: never }
`

const count = 10_000
const list = Array.from({ length: count }, (_, index) => ({ id: index, total: index % 100, note: 'x'.repeat(970) }))

/** About 8 seconds. */
export function benchItems(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const driver = await openDriver({ directory })
    try {
      for (const source of [items, unrecorded]) await driver.publish(source)
      const text = JSON.stringify({ items: list })
      const plainMs = median(await times(5, async () => plain(text)))
      const recorded = await throughWorkflow(driver, 'items', text)
      const inMemory = await throughWorkflow(driver, 'items-unrecorded', text)
      return [plainFigure(plainMs), ...figures(recorded, ' kept whole', 'D2'), ...figures(inMemory, ' without history', 'D0')]
    } finally {
      await driver.close()
    }
  })
}

interface Passage {
  readonly ms: number
  readonly longestStallMs: number
}

/** Another text each time: a value that is known already is stored once. */
async function throughWorkflow({ start }: OpenDriver, workflowId: string, text: string): Promise<Passage> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  const all: number[] = []
  for (let round = 1; round <= 5; round++) {
    const fresh = text.replace('"id":0', `"id":${-round}`)
    delays.enable()
    await sleep(20)
    const from = performance.now()
    const body = JSON.parse(fresh) as JsonObject // Of the same shape as the list above.
    const end = await (await start(workflowId, body)).finished
    all.push(performance.now() - from)
    await sleep(20)
    delays.disable()
    if (end.status !== 'success') throw new Error(`It ended as ${end.status}: ${end.error?.message}`)
  }
  return { ms: median(all), longestStallMs: delays.max / 1e6 }
}

function figures({ ms, longestStallMs }: Passage, how: string, durability: 'D0' | 'D2'): Figure[] {
  return [
    {
      name: `10 MB in 10,000 items${how}`,
      value: ms,
      unit: 'ms',
      target: { of: 'ratio', atMost: 3 },
      ratioTo: 'plain parse and loop',
      durability,
      meaning: 'Parsed, then set, filter and sum as three steps, from start to end.',
    },
    {
      name: `longest stall of 10 MB${how}`,
      value: longestStallMs,
      unit: 'ms',
      target: { of: 'value', atMost: 50 },
      durability,
      meaning:
        'How long the event loop served nobody else meanwhile, at worst: parsing or writing 10 MB of JSON in one go is already that long.',
    },
  ]
}

function plainFigure(value: number): Figure {
  return {
    name: 'plain parse and loop',
    value,
    unit: 'ms',
    isLimit: true,
    durability: 'D0',
    meaning: 'The same in a few lines of JavaScript: JSON.parse, map, filter, sum.',
  }
}

function plain(text: string): number {
  const parsed = JSON.parse(text) as { readonly items: typeof list }
  const named = parsed.items.map((item) => ({ ...item, source: 'shop' }))
  return named.filter(({ total }) => total > 50).reduce((sum, { total }) => sum + total, 0)
}

async function times(runs: number, run: () => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let index = 0; index < runs; index++) {
    const from = performance.now()
    await run()
    all.push(performance.now() - from)
  }
  return all
}

if (import.meta.main) for (const { name, value, unit } of await benchItems()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
