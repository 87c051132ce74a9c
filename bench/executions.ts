// What the engine, the runtime and the embedded store do together, without HTTP. Run alone: node --conditions=source bench/executions.ts

import { type Figure, median, shownNumber } from './figure.ts'
import { costlessNode, type OpenDriver, openDriver } from './open-driver.ts'
import { usageOf, usedSince } from './process-usage.ts'
import { inScratch } from './scratch.ts'

const steps = 10
const chain = [
  'id: chain',
  'nodes:',
  ...Array.from(
    { length: steps },
    (_, index) =>
      `  s${index}: { type: effect, with: { value: "{{ trigger.order }}" }${index + 1 < steps ? `, next: s${index + 1}` : ''} }`,
  ),
].join('\n')

const nothing = (record: 'always' | 'never') => `id: nothing-${record}
settings: { record: ${record} }
nodes: { only: { type: nothing } }
`

const order = { id: 4711, customer: 'Ada', lines: [{ sku: 'a-1', quantity: 2, price: 9.5 }] }

/** About 7 seconds. */
export function benchExecutions(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const driver = await openDriver({ directory, nodes: [costlessNode('effect', 'external'), costlessNode('nothing', 'pure')] })
    try {
      for (const source of [chain, nothing('always'), nothing('never')]) await driver.publish(source)
      return [...(await durableSteps(driver)), ...(await noOps(driver))]
    } finally {
      await driver.close()
    }
  })
}

async function durableSteps(driver: OpenDriver): Promise<Figure[]> {
  await runFor(driver, 'chain', 500, 4)
  const alone = await runFor(driver, 'chain', 1_500, 1)
  const crowd = await runFor(driver, 'chain', 2_000, 64)
  return [
    {
      name: 'ten external steps, one execution at a time',
      value: alone.medianMs,
      unit: 'ms',
      target: { of: 'ratio', atMost: 30 },
      ratioTo: 'fdatasync',
      durability: 'D2',
      ...alone.used,
      meaning:
        'Median from start to end of ten steps, each of which begins only when all before it is synced. Ten syncs one after the other are the floor; three times that is the target.',
    },
    {
      name: 'durable steps, 64 executions at once',
      value: crowd.perSecond * steps,
      unit: 'steps/s',
      target: { of: 'value', atLeast: 20_000 },
      ratioTo: 'sqlite batch of 100',
      durability: 'D2',
      ...crowd.used,
      meaning:
        'External steps whose outcome is synced before the next one begins; many executions share one sync. CPU and bytes are for ten steps.',
    },
  ]
}

async function noOps(driver: OpenDriver): Promise<Figure[]> {
  await runFor(driver, 'nothing-never', 500, 64)
  const unrecorded = await runFor(driver, 'nothing-never', 1_500, 64)
  const recorded = await runFor(driver, 'nothing-always', 1_500, 64)
  return [
    {
      name: 'no-op without history',
      value: unrecorded.perSecond,
      unit: 'executions/s',
      target: { of: 'value', atLeast: 200_000 },
      durability: 'D0',
      ...unrecorded.used,
      meaning:
        'One step that does nothing, `record: never`, start to end through the driver in this process: what a start costs without a disk.',
    },
    {
      name: 'no-op with history',
      value: recorded.perSecond,
      unit: 'executions/s',
      durability: 'D2',
      ...recorded.used,
      meaning: 'The same recorded, each synced before its end is told, 64 at once.',
    },
  ]
}

async function runFor({ start }: OpenDriver, workflowId: string, ms: number, atOnce: number) {
  const before = usageOf(process.pid)
  const began = performance.now()
  const times: number[] = []
  let count = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - began < ms) {
        const from = performance.now()
        await (await start(workflowId, { order })).finished
        if (atOnce === 1) times.push(performance.now() - from)
        count++
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  return { medianMs: median(times), perSecond: count / seconds, used: usedSince(before, process.pid, count) }
}

if (import.meta.main) for (const { name, value, unit } of await benchExecutions()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
