// What this machine can do at best, measured in the same run as our own figures, so that those can be given as shares of it.

import { closeSync, fdatasyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'
import { loadGenerate } from './load-generator.ts'

/** Beside the benches, so on the checkout's disk: /tmp is memory on many machines, where an fsync costs nothing. */
const results = fileURLToPath(new URL('results/', import.meta.url))

const seconds = 3

/** About 10 seconds. The names are what other figures' `ratioTo` says. */
export async function measureLimits(): Promise<Figure[]> {
  mkdirSync(results, { recursive: true })
  const directory = mkdtempSync(join(results, 'data-'))
  try {
    return [measureSync(directory), measureBatches(directory), ...(await measureDurablePosts(directory))]
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function measureSync(directory: string): Figure {
  const file = openSync(join(directory, 'sync'), 'w')
  const block = Buffer.alloc(512, 1)
  const timesMs = Array.from({ length: 500 }, () => {
    const start = performance.now()
    writeSync(file, block)
    fdatasyncSync(file)
    return performance.now() - start
  })
  closeSync(file)
  return {
    name: 'fdatasync',
    value: timesMs.sort((a, b) => a - b)[timesMs.length / 2] ?? Number.NaN,
    unit: 'ms',
    meaning: 'Median of appending 512 bytes to a file and waiting for the disk: nothing durable answers sooner.',
  }
}

function measureBatches(directory: string): Figure {
  const { insertAll, close } = openTable(join(directory, 'batches.db'))
  const batch = Array.from({ length: 100 }, () => 'x'.repeat(300))
  const start = performance.now()
  let rows = 0
  while (performance.now() - start < (seconds * 1_000) / 2) {
    insertAll(batch)
    rows += batch.length
  }
  const value = (rows / (performance.now() - start)) * 1_000
  close()
  return {
    name: 'sqlite batch of 100',
    value,
    unit: 'rows/s',
    meaning: 'Rows of 300 bytes into one bare table, 100 in a transaction, synchronous=FULL: what the disk and SQLite take at best.',
  }
}

async function measureDurablePosts(directory: string): Promise<Figure[]> {
  const server = await startDurablePostServer(join(directory, 'posts.db'))
  const body = JSON.stringify({ event: 'push', padding: 'x'.repeat(1_000) })
  const figures: Figure[] = []
  for (const connections of [1, 64]) {
    const { requestsPerSecond, p50Ms, p99Ms, errors } = await loadGenerate({ url: server.url, method: 'POST', body, connections, seconds })
    if (errors > 0)
      throw new Error(`The bare durable POST had ${errors} errors at ${connections} connections: its figure would mean nothing.`)
    const times = `p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`
    figures.push({
      name: `durable POST at ${connections}`,
      value: requestsPerSecond,
      unit: 'requests/s',
      meaning: `A bare server that parses 1 KB of JSON, inserts it with group commit and then answers, ${connections} connections, ${times}.`,
    })
  }
  await server.close()
  return figures
}

interface BareServer {
  readonly url: string
  close(): Promise<void>
}

/** The least that a durable webhook can be: all bodies that arrive in one turn of the event loop share a transaction. */
async function startDurablePostServer(file: string): Promise<BareServer> {
  const { insertAll, close } = openTable(file)
  let waiting: { readonly body: string; readonly response: ServerResponse }[] = []

  function writeAll(): void {
    const posts = waiting
    waiting = []
    insertAll(posts.map(({ body }) => body))
    for (const { response } of posts) response.writeHead(202, { 'content-length': 2 }).end('ok')
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = JSON.stringify(JSON.parse(Buffer.concat(parts).toString()))
      if (waiting.length === 0) setImmediate(writeAll)
      waiting.push({ body, response })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on a port, so the address is no pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          close()
          resolve()
        })
      }),
  }
}

/** A bare table with the settings of our store. */
function openTable(file: string): { insertAll(rows: readonly string[]): void; close(): void } {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const insert = database.prepare('INSERT INTO post (body) VALUES (?)')
  const commit = database.prepare('COMMIT')
  return {
    insertAll(rows) {
      begin.run()
      for (const row of rows) insert.run(row)
      commit.run()
    },
    close: () => database.close(),
  }
}
