// Many executions that mostly wait for somebody else's answer.

import { fileURLToPath } from 'node:url'
import { createGuardedFetch } from '@millrace/runtime'
import { type Figure, shownNumber } from './figure.ts'
import { openDriver } from './open-driver.ts'
import { usageOf, usedSince } from './process-usage.ts'
import { inScratch } from './scratch.ts'
import { spawnNode } from './spawned.ts'

const executions = 1_000
const callMs = 100
const calls = 3

/** About 5 seconds. */
export function benchSlowCalls(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const server = spawnNode([fileURLToPath(new URL('slow-server.ts', import.meta.url))])
    const fetch = createGuardedFetch({ allow: ['127.0.0.0/8'] })
    const driver = await openDriver({ directory, fetch })
    try {
      const [url] = await server.line(/http\S+/)
      await driver.publish(callsInARow(url))
      // Opens the connections, in both: what is asked is how long the waiting takes.
      await timed(() => bareCalls(fetch, url))
      const bareMs = await timed(() => bareCalls(fetch, url))
      const before = usageOf(process.pid)
      const ms = await timed(async () => {
        const started = await Promise.all(Array.from({ length: executions }, () => driver.start('calls')))
        const ends = await Promise.all(started.map(({ finished }) => finished))
        if (ends.some(({ status }) => status !== 'success')) throw new Error('Some of the calls failed: the figure would be worthless.')
      })
      return [bareFigure(bareMs), figure(ms, usedSince(before, process.pid, executions))]
    } finally {
      await driver.close()
      await fetch.close()
      await server.end('SIGTERM')
    }
  })
}

function figure(ms: number, used: ReturnType<typeof usedSince>): Figure {
  return {
    name: '1,000 executions that wait for HTTP',
    value: ms,
    unit: 'ms',
    target: { of: 'ratio', atMost: 1.3 },
    ratioTo: '3,000 bare calls',
    durability: 'D2',
    ...used,
    meaning: `All started at once, each with ${calls} http.request steps that are answered after ${callMs} ms; ${callMs * calls} ms is the ideal without any work, the bare calls that with the same fetch.`,
  }
}

function bareFigure(ms: number): Figure {
  return {
    name: '3,000 bare calls',
    value: ms,
    unit: 'ms',
    isLimit: true,
    durability: 'D0',
    meaning: `1,000 loops of ${calls} calls one after the other through the same guarded fetch, in memory.`,
  }
}

async function bareCalls(fetch: typeof globalThis.fetch, url: string): Promise<void> {
  await Promise.all(
    Array.from({ length: executions }, async () => {
      for (let call = 0; call < calls; call++) await (await fetch(url)).json()
    }),
  )
}

function callsInARow(url: string): string {
  const step = (index: number) =>
    `  c${index}: { type: http.request, with: { url: "${url}" }${index + 1 < calls ? `, next: c${index + 1}` : ''} }`
  return ['id: calls', 'nodes:', ...Array.from({ length: calls }, (_, index) => step(index))].join('\n')
}

async function timed(run: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}

if (import.meta.main) for (const { name, value, unit } of await benchSlowCalls()) console.log(`${name}: ${shownNumber(value)} ${unit}`)
