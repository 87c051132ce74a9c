// Executions that sleep: what they cost while they do, and how late they wake when many are due in one second.

import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { defineNode, done, type NodeType } from '@millrace/kit'
import { z } from 'zod'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { type OpenDriver, openDriver } from './open-driver.ts'
import { usageOf } from './process-usage.ts'
import { inScratch } from './scratch.ts'

const sleepers = 100_000
const dueAtOnce = 10_000
/** Time enough to start them all; what is due sooner than in ten seconds does not leave memory. */
const leadMs = 60_000
const idleMs = 4_000

const source = `id: sleeper
nodes:
  wait: { type: wait.until, with: { at: "{{ trigger.at }}" }, next: note }
  note: { type: note, with: { at: "{{ trigger.at }}" } }
`

/** About 60 seconds: run once and not in each round. */
export function benchSleepers(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const lateMs: number[] = []
    const driver = await openDriver({ directory, nodes: [noteNode(lateMs)] })
    try {
      await driver.publish(source)
      const dueAt = Math.ceil((Date.now() + leadMs) / 1_000) * 1_000
      await startAll(driver, 1_000, () => Date.now() + 86_400_000)
      const before = heapBytes()
      await startAll(driver, dueAtOnce, (index) => dueAt + (index / dueAtOnce) * 1_000)
      await startAll(driver, sleepers - dueAtOnce, (index) => dueAt + 86_400_000 + index)
      await atRest()
      const bytesEach = (heapBytes() - before) / sleepers
      const idlePercent = await cpuPercent(idleMs)
      if (Date.now() > dueAt) throw new Error('Starting them took longer than the bench allows for: the figures would mean nothing.')
      await sleep(dueAt - Date.now())
      while (lateMs.length < dueAtOnce && Date.now() < dueAt + 60_000) await sleep(20)
      return figures(lateMs, bytesEach, idlePercent)
    } finally {
      await driver.close()
    }
  })
}

function figures(lateMs: readonly number[], bytesEach: number, idlePercent: number): Figure[] {
  if (lateMs.length < dueAtOnce) throw new Error(`Only ${lateMs.length} of ${dueAtOnce} sleepers woke within a minute.`)
  return [
    {
      name: 'lateness of 10,000 due in one second',
      value: quantile(lateMs, 0.99),
      unit: 'ms',
      target: { of: 'value', atMost: 1_000 },
      durability: 'D2',
      meaning: `99th percentile from when a sleeping execution was due to its next step, among ${shownNumber(sleepers)} that sleep; p50 ${shownNumber(quantile(lateMs, 0.5))} ms.`,
    },
    {
      name: 'memory of a sleeper',
      value: Math.max(0, bytesEach),
      unit: 'bytes',
      target: { of: 'value', atMost: 512 },
      meaning: `What the heap has grown by for each of ${shownNumber(sleepers)} executions that sleep; they are rows on disk and nothing in memory.`,
    },
    {
      name: 'idle CPU with 100,000 sleepers',
      value: idlePercent,
      unit: '%',
      target: { of: 'value', atMost: 0.5 },
      meaning: 'Of one core, while none of them is due.',
    },
  ]
}

/** Until what the starts have left to do, such as to index them for searches, is done. */
async function atRest(): Promise<void> {
  for (let looks = 0; looks < 30 && (await cpuPercent(500)) > 2; looks++);
}

async function startAll({ start }: OpenDriver, count: number, dueAt: (index: number) => number): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: 256 }, async () => {
      while (next < count) await start('sleeper', { at: Math.round(dueAt(next++)) })
    }),
  )
}

function noteNode(lateMs: number[]): NodeType {
  return defineNode({
    type: 'note',
    title: 'Note',
    icon: 'box',
    group: 'logic',
    summary: 'Notes how late it is.',
    docs: 'Only for benches.',
    params: z.strictObject({ at: z.number() }),
    effects: 'external',
    examples: [],
    run({ params }) {
      lateMs.push(Date.now() - params.at)
      return done(null)
    },
  })
}

async function cpuPercent(ms: number): Promise<number> {
  const before = usageOf(process.pid).cpuSeconds
  await sleep(ms)
  return ((usageOf(process.pid).cpuSeconds - before) / (ms / 1_000)) * 100
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

if (import.meta.main) for (const { name, value, unit } of await benchSleepers()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
