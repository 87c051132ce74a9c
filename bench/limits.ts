// What this machine can do at best, measured in the same run as our own figures, so that those can be given as shares of it.

import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBareTable } from './bare-table.ts'
import { type Figure, median } from './figure.ts'
import { loadGenerate } from './load-generator.ts'
import { inScratch } from './scratch.ts'
import { spawnNode } from './spawned.ts'

const seconds = 2

/** About 7 seconds. The names are what other figures' `ratioTo` says. */
export function measureLimits(): Promise<Figure[]> {
  return inScratch(async (directory) => [measureSync(directory), measureBatches(directory), ...(await measureDurablePosts(directory))])
}

function measureSync(directory: string): Figure {
  return {
    name: 'fdatasync',
    value: medianSyncMs(directory),
    unit: 'ms',
    durability: 'D2',
    isLimit: true,
    meaning: 'Median of appending 4 KB to a file and waiting for the disk: nothing durable answers sooner.',
  }
}

export function medianSyncMs(directory: string): number {
  const file = openSync(join(directory, 'sync'), 'w')
  const block = Buffer.alloc(4_096, 1)
  const timesMs = Array.from({ length: 300 }, () => {
    const start = performance.now()
    writeSync(file, block)
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  return median(timesMs)
}

function measureBatches(directory: string): Figure {
  const { insertAll, close } = openBareTable(join(directory, 'batches.db'))
  const batch = Array.from({ length: 100 }, () => 'x'.repeat(300))
  const start = performance.now()
  let rows = 0
  while (performance.now() - start < 1_000) {
    insertAll(batch)
    rows += batch.length
  }
  const value = (rows / (performance.now() - start)) * 1_000
  close()
  return {
    name: 'sqlite batch of 100',
    value,
    unit: 'rows/s',
    durability: 'D2',
    isLimit: true,
    meaning: 'Rows of 300 bytes into one bare table, 100 in a transaction, synchronous=FULL: what the disk and SQLite take at best.',
  }
}

async function measureDurablePosts(directory: string): Promise<Figure[]> {
  const server = spawnNode([fileURLToPath(new URL('bare-server.ts', import.meta.url)), join(directory, 'posts.db')])
  try {
    const [url] = await server.line(/http\S+/)
    const figures: Figure[] = []
    for (const connections of [1, 64]) figures.push(await measurePosts(url, connections))
    return figures
  } finally {
    await server.end('SIGTERM')
  }
}

async function measurePosts(url: string, connections: number): Promise<Figure> {
  const body = JSON.stringify({ event: 'push', padding: 'x'.repeat(1_000) })
  const { requestsPerSecond, p50Ms, p99Ms, errors } = await loadGenerate({ url, method: 'POST', body, connections, seconds })
  if (errors > 0)
    throw new Error(`The bare durable POST had ${errors} errors at ${connections} connections: its figure would mean nothing.`)
  const times = `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`
  return {
    name: `durable POST at ${connections}`,
    value: requestsPerSecond,
    unit: 'requests/s',
    durability: 'D2',
    isLimit: true,
    meaning: `A bare server that parses 1 KB of JSON, inserts it with group commit and then answers, ${connections} connections, ${times}.`,
  }
}
