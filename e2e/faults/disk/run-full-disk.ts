import { copyFile, mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { checkout } from '../../support/checkout.ts'
import { freePort } from '../process/free-port.ts'
import { type Product, startProduct } from '../process/start-product.ts'
import { createChance } from '../simulation/chance.ts'
import { faultsCache } from '../support/faults-cache.ts'
import type { FaultReport } from '../support/keep-report.ts'
import { fill, onSmallVolume, volumeOf } from './small-volume.ts'

export interface FullDiskOptions {
  readonly rounds: number
  readonly seed: number
  /** The built program; the checkout's own when left out. */
  readonly script?: string
}

export interface FullDiskReport extends FaultReport {
  readonly counts: {
    readonly rounds: number
    readonly accepted: number
    readonly refused: number
    readonly longestRecoveryMs: number
  }
}

/** Work goes on by itself so soon after there is room. */
const recoveryMs = 5_000
const drainMs = 30_000

/** The real server on a small volume that is filled at random moments under load, and freed again. */
export async function runFullDisk({ rounds, seed, script }: FullDiskOptions): Promise<FullDiskReport> {
  const begun = performance.now()
  const directory = await mkdtemp(join(faultsCache(), 'full-disk-'))
  const volume = join(directory, 'volume')
  await mkdir(volume)
  const port = await freePort()
  const product = startProduct({
    ...(script !== undefined && { script }),
    workflows: join(checkout, 'e2e/faults/disk/small-volume'),
    dataDirectory: join(volume, 'data'),
    port,
    errorFile: join(directory, 'errors.log'),
    through: onSmallVolume(volume, '48m'),
  })
  try {
    await product.up
    const load = createLoad(`http://127.0.0.1:${port}`, seed)
    const longestRecoveryMs = await fillAgainAndAgain({ product, load, volume, rounds, seed })
    await load.end()
    const integrity = await integrityOf(join(volumeOf(product.pid, volume), 'data'), directory)
    if (integrity !== 'ok') load.violations.push(`The database is damaged: ${integrity}`)
    const counts = { rounds, accepted: load.accepted.length, refused: load.refused(), longestRecoveryMs: Math.round(longestRecoveryMs) }
    return { seed, seconds: (performance.now() - begun) / 1000, counts, violations: load.violations, directory }
  } finally {
    await product.end('SIGKILL')
  }
}

/** Of a copy: SQLite does not open what another process alone can see. Nothing is written any more. */
async function integrityOf(data: string, directory: string): Promise<unknown> {
  for (const file of ['millrace.db', 'millrace.db-wal']) await copyFile(join(data, file), join(directory, file))
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const [integrity] = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})
  database.close()
  return integrity
}

interface Filling {
  readonly product: Product
  readonly load: Load
  readonly volume: string
  readonly rounds: number
  readonly seed: number
}

async function fillAgainAndAgain({ product, load, volume, rounds, seed }: Filling): Promise<number> {
  const chance = createChance(seed)
  const isDead = product.died.then(({ code, signal }) => `It ended (${signal ?? code}).`)
  let longest = 0
  for (let round = 1; round <= rounds; round++) {
    await pause(chance.integer(50, 500))
    const free = fill(volumeOf(product.pid, volume))
    await pause(chance.integer(100, 800))
    await load.readWhileFull(round)
    const refused = await Promise.race([load.nextRefused(), pause(recoveryMs, 'never'), isDead])
    if (typeof refused === 'string') load.violations.push(`Round ${round}: a full disk refused no start: ${refused}`)
    free()
    const recovered = await Promise.race([load.nextAccepted(), pause(2 * recoveryMs, 'never'), isDead])
    if (typeof recovered === 'string') {
      load.violations.push(`Round ${round}: ${recovered}`)
      return longest
    }
    longest = Math.max(longest, recovered)
    if (recovered > recoveryMs) load.violations.push(`Round ${round}: new work was refused for ${recovered} ms after there was room.`)
  }
  return longest
}

interface Load {
  /** The ids of what was acknowledged. */
  readonly accepted: readonly string[]
  readonly violations: string[]
  refused(): number
  /** Resolve with how long it took until a start was acknowledged, or refused. */
  nextAccepted(): Promise<number>
  nextRefused(): Promise<number>
  readWhileFull(round: number): Promise<void>
  /** Starts nothing more, and waits for all that was acknowledged to come to its end. */
  end(): Promise<void>
}

function createLoad(url: string, seed: number): Load {
  const chance = createChance(seed).fork()
  const accepted: string[] = []
  const violations: string[] = []
  let refused = 0
  let isOver = false
  const going = Promise.all([send(), send(), send()])

  async function send(): Promise<void> {
    while (!isOver) {
      const body = { n: accepted.length, ms: chance.oneOf([0, 300, 3_000, 12_000]), text: 'x'.repeat(chance.oneOf([10, 2_000, 80_000])) }
      const answer = await fetch(`${url}/webhook/full`, { method: 'POST', headers, body: JSON.stringify(body) })
      const text = await answer.text()
      if (answer.status === 202) accepted.push(JSON.parse(text).executionId)
      else if (answer.status === 503 || answer.status === 507) refused++
      else violations.push(`A start was answered ${answer.status}: ${text.slice(0, 200)}`)
      await pause(chance.integer(10, 60))
    }
  }

  async function statusOf(id: string): Promise<string> {
    const answer = await fetch(`${url}/api/v1/executions/${id}`)
    const { status } = (await answer.json()) as { readonly status?: string | number }
    return answer.status === 200 ? String(status) : `answered with ${answer.status}`
  }

  return {
    accepted,
    violations,
    refused: () => refused,
    nextAccepted: () => untilMore(() => accepted.length),
    nextRefused: () => untilMore(() => refused),
    async readWhileFull(round) {
      for (const path of ['/healthz', '/api/v1/executions?limit=5', '/api/v1/workflows']) {
        const { status } = await fetch(`${url}${path}`)
        if (status !== 200) violations.push(`Round ${round}: ${path} was answered ${status} on a full disk.`)
      }
    },
    async end() {
      isOver = true
      await going
      const deadline = performance.now() + drainMs
      for (const id of accepted) {
        let status = await statusOf(id)
        while (status !== 'success' && performance.now() < deadline) {
          await pause(100)
          status = await statusOf(id)
        }
        if (status !== 'success') violations.push(`${id} was acknowledged and is ${status}.`)
      }
    },
  }
}

async function untilMore(count: () => number): Promise<number> {
  const begun = performance.now()
  const before = count()
  while (count() === before) await pause(10)
  return performance.now() - begun
}

const headers = { 'content-type': 'application/json' }
