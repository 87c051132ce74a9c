import { createMemoryHost } from '@millrace/kit/testing'
// What the engine, the runtime and the embedded store do together, without HTTP: chains of steps that each wait for the disk.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCatalog, defineNode, done } from '@millrace/kit'
import { createEmbeddedDriver, createWaitingAddresses, createWorkflows, type Driver, newExecutionId, systemClock } from '@millrace/runtime'
import { openSqliteStore } from '@millrace/store-sqlite'
import { z } from 'zod'
import type { Figure } from './figure.ts'

/** Beside the benches, so on the checkout's disk: /tmp is memory on many machines, where an fsync costs nothing. */
const results = fileURLToPath(new URL('results/', import.meta.url))

/** A step that reaches outside, as far as the runtime knows, and costs nothing itself. */
const effect = defineNode({
  type: 'effect',
  title: 'Effect',
  icon: 'box',
  group: 'logic',
  summary: 'Counts as external and answers at once.',
  docs: 'Only for benches.',
  params: z.strictObject({ value: z.unknown() }),
  effects: 'external',
  examples: [],
  run: () => done({ ok: true }),
})

const steps = 10
const source = [
  'id: chain',
  'nodes:',
  ...Array.from(
    { length: steps },
    (_, index) =>
      `  s${index}: { type: effect, with: { value: "{{ trigger.order }}" }${index + 1 < steps ? `, next: s${index + 1}` : ''} }`,
  ),
].join('\n')

const order = { id: 4711, customer: 'Ada', lines: [{ sku: 'a-1', quantity: 2, price: 9.5 }] }

export async function benchExecutions(): Promise<Figure[]> {
  mkdirSync(results, { recursive: true })
  const directory = mkdtempSync(join(results, 'data-'))
  const store = openSqliteStore({ directory })
  const registry = createCatalog([effect], [])
  const workflows = createWorkflows({ store, catalog: registry, clock: systemClock })
  const driver = await createEmbeddedDriver({
    store,
    workflows,
    nodeType: registry.nodeType,
    secrets: { get: () => Promise.resolve(undefined) },
    host: () => createMemoryHost(Date.now),
    fetch: () => Promise.reject(new Error('no network in a bench')),
    addresses: createWaitingAddresses({ key: Buffer.alloc(32), publicUrl: 'http://localhost' }),
    environment: { vars: {}, env: {} },
    clock: systemClock,
    random: Math.random,
    newId: () => newExecutionId(Date.now()),
    onTrouble: console.error,
    onFatal: console.error,
  })
  try {
    await workflows.publish('default', source)
    await runFor(driver, 500, 4)
    const alone = await runFor(driver, 3000, 1)
    const crowd = await runFor(driver, 5000, 64)
    return [
      {
        name: 'ten external steps, one execution at a time',
        value: alone.medianMs,
        unit: 'ms',
        target: 4,
        ratioTo: 'fdatasync',
        meaning:
          'Median from start to end of ten steps, each of which begins only when all before it is on disk. Ten serial fdatasyncs are the floor.',
      },
      {
        name: 'durable steps, 64 executions at once',
        value: crowd.perSecond * steps,
        unit: 'steps/s',
        target: 10_000,
        ratioTo: 'sqlite batch of 100',
        meaning: 'External steps whose outcome is on disk before the next one begins; many executions share one fsync.',
      },
    ]
  } finally {
    await driver.close()
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function runFor(driver: Driver, ms: number, atOnce: number): Promise<{ medianMs: number; perSecond: number }> {
  const began = performance.now()
  const times: number[] = []
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - began < ms) {
        const start = performance.now()
        const { finished } = await driver.start({
          account: 'default',
          workflowId: 'chain',
          trigger: { id: 'manual', type: 'manual', data: { order } },
        })
        await finished
        times.push(performance.now() - start)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  return { medianMs: times[Math.floor(times.length / 2)] ?? Number.NaN, perSecond: times.length / seconds }
}

if (import.meta.main) console.table((await benchExecutions()).map(({ name, value, unit, target }) => ({ name, value, unit, target })))
