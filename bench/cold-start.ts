// How long a start takes: from the spawn of the process to the first webhook that is answered, its execution on disk.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Figure, median } from './figure.ts'
import { makeScratch } from './scratch.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const starts = 3
const giveUpMs = 30_000

export async function benchColdStart(): Promise<Figure[]> {
  const directory = makeScratch()
  try {
    const first = await startOnce(directory, join(directory, 'empty-cache'))
    const again: number[] = []
    // The first start after an installation fills the compile cache; it is the one below, and not counted here.
    await startOnce(directory, join(directory, 'cache'))
    for (let count = 0; count < starts; count++) again.push(await startOnce(directory, join(directory, 'cache')))
    return [
      {
        name: 'cold start',
        value: median(again),
        unit: 'ms',
        target: { of: 'value', atMost: 1_000 },
        durability: 'D2',
        meaning: `From the spawn of "millrace start" on an empty data directory to the first webhook answered from disk: median of ${starts}.`,
      },
      {
        name: 'first start after installing',
        value: first,
        unit: 'ms',
        meaning: 'The same with an empty compile cache: every file has its types stripped and is compiled.',
      },
    ]
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function startOnce(directory: string, cache: string): Promise<number> {
  const data = mkdtempSync(join(directory, 'data-'))
  const port = await freePort()
  const args = [
    '--conditions=source',
    '--max-semi-space-size=8',
    '--expose-gc',
    join(root, 'packages/cli/bin/millrace.js'),
    'start',
    'examples',
    '--port',
    `${port}`,
    '--data-dir',
    data,
  ]
  const began = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: { ...process.env, NODE_COMPILE_CACHE: cache } })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    while (!(await isAnswered(port))) {
      if (child.exitCode !== null || performance.now() - began > giveUpMs)
        throw new Error('The server did not start: run "millrace start" to see why.')
      await sleep(1)
    }
    return performance.now() - began
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

/** True when the webhook was answered by its `respond` node, which happens once the step is on disk. */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request({
      host: '127.0.0.1',
      port,
      path: '/webhook/hello',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    call.on('response', (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    call.on('error', () => resolve(false))
    call.end('{"name":"bench"}')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createServer()
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

if (import.meta.main) {
  for (const { name, value, unit, meaning } of await benchColdStart()) console.log(`${name}: ${Math.round(value)} ${unit}\n    ${meaning}`)
}
