// A replica of an instance that works: what is lost with the disk, how soon it serves again, and what the work beside it notices.
//   npm run bench -- 1 replica                                  of 1 GB
//   MILLRACE_BENCH_REPLICA_GB=10 npm run bench -- 1 replica     needs room for 41 GB

import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fillInstance } from './backup-data.ts'
import { oldestMissing, placeOrder, startOrders } from './backup-load.ts'
import { copySynced, forgetPages } from './copy-synced.ts'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { keepAll, millrace, type OrdersServer, serve, timed, writeOrders } from './orders-server.ts'
import { type Pace, replicaFigures } from './replica-figures.ts'
import { inScratch } from './scratch.ts'

const gigabytes = Number(process.env.MILLRACE_BENCH_REPLICA_GB ?? 1)
const kills = Number(process.env.MILLRACE_BENCH_REPLICA_KILLS ?? 20)
const bursts = 12
const burstMs = 1_500
const loadMs = 8_000
const firstBase = 'timelines/000001/bases/000001'
const settings = { ...keepAll, MILLRACE_SEARCH: 'off' }

interface Places {
  readonly folder: string
  readonly data: string
  readonly replica: string
  readonly restored: string
}

export function benchReplica(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const places = {
      folder: join(directory, 'workflows'),
      data: join(directory, 'data'),
      replica: join(directory, 'replica'),
      restored: join(directory, 'restored'),
    }
    writeOrders(places.folder)
    const pace = await measurePace(places)
    const lost = await measureLoss(places)
    return replicaFigures({ ...lost, ...pace, ...(await measureRestore(places)) })
  })
}

/** One burst for each in turn: other work on the machine meets both. */
async function measurePace(places: Places): Promise<{ readonly without: Pace; readonly beside: Pace }> {
  const alone = await serve(places.folder, places.restored, settings)
  const shipping = await serve(places.folder, places.data, shippingTo(places))
  try {
    await burst(alone)
    await burst(shipping)
    await untilRestorable(places)
    const [without, beside]: [Pace[], Pace[]] = [[], []]
    for (let count = 0; count < bursts; count++) {
      without.push(await burst(alone))
      beside.push(await burst(shipping))
    }
    console.error(`  orders/s without: ${ratesOf(without)}; with a replica: ${ratesOf(beside)}`)
    return { without: medianOf(without), beside: medianOf(beside) }
  } finally {
    await Promise.all([alone.server.end('SIGTERM'), shipping.server.end('SIGTERM')])
    empty(places)
  }
}

async function burst({ url }: OrdersServer): Promise<Pace> {
  const load = startOrders(url)
  const from = performance.now()
  await sleep(burstMs)
  const pace = load.between(from, performance.now())
  await load.stop()
  return pace
}

function ratesOf(paces: readonly Pace[]): string {
  return paces.map(({ perSecond }) => Math.round(perSecond)).join(' ')
}

function medianOf(paces: readonly Pace[]): Pace {
  const median = (of: (pace: Pace) => number): number => quantile(paces.map(of), 0.5)
  return { perSecond: median(({ perSecond }) => perSecond), p50Ms: median(({ p50Ms }) => p50Ms), p99Ms: median(({ p99Ms }) => p99Ms) }
}

async function measureLoss(places: Places) {
  const lostMs: number[] = []
  let missing = 0
  let acknowledged = 0
  for (let kill = 1; kill <= kills; kill++) {
    const first = await serve(places.folder, places.data, shippingTo(places))
    const load = startOrders(first.url)
    await untilRestorable(places)
    // Anywhere between two shippings.
    await sleep(1_000 + 1_000 * Math.random())
    const killedAt = performance.now()
    const ended = first.server.end('SIGKILL')
    await Promise.allSettled([load.stop(), ended])
    rmSync(places.data, { recursive: true })
    await millrace('restore', '--replica', places.replica, '--data-dir', places.restored)
    const second = await serve(places.folder, places.restored, settings)
    const missingAt = await oldestMissing(second.url, load.acknowledged)
    await second.server.end('SIGTERM')
    lostMs.push(Math.max(0, killedAt - missingAt))
    missing += load.acknowledged.filter(({ at }) => at >= missingAt).length
    acknowledged += load.acknowledged.length
    empty(places)
  }
  console.error(`  lost with ${kills} disks: ${lostMs.map((ms) => Math.round(ms)).join(', ')} ms`)
  return { lostMs, missing, acknowledged }
}

async function measureRestore(places: Places) {
  await timed('the instance', fillInstance(places.data, gigabytes * 1e9))
  const first = await serve(places.folder, places.data, shippingTo(places))
  const copyMs = await timed('the first copy', untilRestorable(places))
  const load = startOrders(first.url)
  await sleep(loadMs)
  await Promise.allSettled([first.server.end('SIGKILL'), load.stop()])
  const bytes = statSync(join(places.data, 'millrace.db')).size + gigabytes * 1e8
  rmSync(places.data, { recursive: true })
  const base = join(places.replica, firstBase, 'millrace.db')
  const copy = join(places.restored, '..', 'copy')
  await forgetPages(base)
  const plainMs = await timed('a copy of the database', copySynced(base, copy))
  rmSync(copy)
  await forgetPages(base)
  const restoreMs = await timed('the restore', millrace('restore', '--replica', places.replica, '--data-dir', places.restored))
  const startedAt = performance.now()
  const second: OrdersServer = await serve(places.folder, places.restored, settings)
  await placeOrder(second.url, { writer: -1, n: 1 })
  const startMs = performance.now() - startedAt
  await second.server.end('SIGTERM')
  return { bytes, copyMs, plainMs: (plainMs * bytes) / statSync(base).size, restoreMs, startMs }
}

function shippingTo({ replica }: Places): Readonly<Record<string, string>> {
  return { ...settings, MILLRACE_REPLICA: replica }
}

async function untilRestorable({ replica }: Places): Promise<void> {
  while (!existsSync(join(replica, firstBase, 'base.json'))) await sleep(20)
}

function empty({ data, replica, restored }: Places): void {
  for (const path of [data, replica, restored]) rmSync(path, { recursive: true, force: true })
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchReplica()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
