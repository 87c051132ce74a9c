import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { shownNumber } from './figure.ts'
import { type Spawned, spawnNode } from './spawned.ts'

const run = promisify(execFile)
const entry = fileURLToPath(new URL('../packages/cli/bin/millrace.js', import.meta.url))
/** As the first line of `entry` has it. */
const nodeOptions = ['--conditions=source', '--max-semi-space-size=8', '--expose-gc']

const orders = `id: orders
triggers: { placed: { type: webhook, with: { path: /orders, auth: none, respond: respond-node } } }
nodes:
  order: { type: set, with: { values: { writer: "{{ trigger.body.writer }}", n: "{{ trigger.body.n }}" } }, next: keep }
  keep: { type: table.create, with: { table: ledger, record: "{{ input }}" }, next: { success: answer } }
  answer: { type: respond, with: { body: "{{ input }}" } }
`

/** What is old stays: nothing but what is measured is to happen. */
export const keepAll = { MILLRACE_RETENTION: 'success.age=none, failure.age=none' }

/** Makes the folder of the one workflow that is served. */
export function writeOrders(folder: string): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'orders.yaml'), orders)
}

export interface OrdersServer {
  readonly url: string
  readonly server: Spawned
}

/** A server as a user starts it, that takes orders. */
export async function serve(folder: string, data: string, environment: Readonly<Record<string, string>>): Promise<OrdersServer> {
  const server = spawnNode([...nodeOptions, entry, 'start', folder, '--port', '0', '--data-dir', data], environment)
  const [url] = await server.line(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/)
  return { server, url }
}

/** Runs a command to its end. */
export async function millrace(...args: readonly string[]): Promise<void> {
  await run(process.execPath, [...nodeOptions, entry, ...args])
}

/** Says how long it took, for a large one takes minutes. */
export async function timed(what: string, work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work
  const tookMs = performance.now() - began
  console.error(`  ${what}: ${shownNumber(tookMs / 1000)} s`)
  return tookMs
}
