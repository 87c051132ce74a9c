// How soon everything goes on after a crash.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, shownNumber } from './figure.ts'
import { inScratch } from './scratch.ts'
import { spawnNode } from './spawned.ts'

const executions = 10_000
const worker = fileURLToPath(new URL('recovery-worker.ts', import.meta.url))

/** About 5 seconds. */
export function benchRecovery(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    // As the product, whose entry keeps compiled code: without it, stripping and compiling the sources was more than half of the first figure.
    const environment = { NODE_COMPILE_CACHE: join(directory, 'cache') }
    const run = (mode: 'start' | 'resume') => spawnNode(['--conditions=source', worker, directory, mode, String(executions)], environment)
    const first = run('start')
    await first.line(/all are held/)
    await first.end('SIGKILL')
    const from = performance.now()
    const second = run('resume')
    await second.line(/first/)
    const firstMs = performance.now() - from
    await second.line(/last/)
    const lastMs = performance.now() - from
    await second.end('SIGKILL')
    return figures(firstMs, lastMs)
  })
}

function figures(firstMs: number, lastMs: number): Figure[] {
  return [
    {
      name: 'first progress after kill -9',
      value: firstMs,
      unit: 'ms',
      target: { of: 'value', atMost: 1_000 },
      durability: 'D2',
      meaning:
        'From the start of the next process to the first end of an execution that a killed one had in flight; loading the program included, from the compile cache that the first one has written.',
    },
    {
      name: '10,000 executions recovered',
      value: lastMs,
      unit: 'ms',
      target: { of: 'value', atMost: 10_000 },
      durability: 'D2',
      meaning: 'The same up to the last one: each was in an external step, which is begun again under the same key.',
    },
  ]
}

if (import.meta.main) for (const { name, value, unit } of await benchRecovery()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
