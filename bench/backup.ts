// A backup of an instance that works, and its way back: what the work beside it notices, what is in it, and how soon it serves again.
//   npm run bench -- 1 backup                                 of 1 GB
//   MILLRACE_BENCH_BACKUP_GB=10 npm run bench -- 1 backup     needs room for 31 GB

import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fillInstance } from './backup-data.ts'
import { backupFigures } from './backup-figures.ts'
import { type OrderLoad, oldestMissing, placeOrder, startOrders } from './backup-load.ts'
import { copySynced, forgetPages } from './copy-synced.ts'
import { type Figure, shownNumber } from './figure.ts'
import { keepAll, millrace, serve, timed, writeOrders } from './orders-server.ts'
import { inScratch } from './scratch.ts'

const gigabytes = Number(process.env.MILLRACE_BENCH_BACKUP_GB ?? 1)
const quietMs = 5_000
/** The first orders meet code that is not compiled yet. */
const warmUpMs = 5_000
export function benchBackup(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const [folder, data, file, copy, restored] = ['workflows', 'data', 'backup.tar', 'copy', 'restored'].map((name) =>
      join(directory, name),
    ) as [
      string, // Five names, five paths.
      string,
      string,
      string,
      string,
    ]
    writeOrders(folder)
    await timed('the instance', fillInstance(data, gigabytes * 1e9))

    const first = await serve(folder, data, unindexed)
    const load = startOrders(first.url)
    const { began, backupMs } = await backUp(first.url, file, load)
      // As when its disk is lost.
      .finally(() => first.server.end('SIGKILL'))
    rmSync(data, { recursive: true })

    await forgetPages(file)
    const copyMs = await timed('a copy of it', copySynced(file, copy))
    rmSync(copy)
    await forgetPages(file)
    const restoreMs = await timed('the restore', millrace('restore', file, '--data-dir', restored))
    const startedAt = performance.now()
    const second = await serve(folder, restored, keepAll)
    try {
      await placeOrder(second.url, { writer: -1, n: 1 })
      const startMs = performance.now() - startedAt
      const missingAt = await oldestMissing(second.url, load.acknowledged)
      return backupFigures({
        bytes: statSync(file).size,
        backupMs,
        copyMs,
        restoreMs,
        startMs,
        quiet: load.between(began - quietMs, began),
        beside: load.between(began, began + backupMs),
        missingBeforeBeginMs: Math.max(0, began - missingAt),
        missingBeforeEndMs: Math.max(0, began + backupMs - missingAt),
      })
    } finally {
      await second.server.end('SIGTERM')
    }
  })
}

async function backUp(url: string, file: string, load: OrderLoad) {
  await sleep(warmUpMs + quietMs)
  const began = performance.now()
  const backupMs = await timed('the backup', millrace('backup', file, '--server', url))
  await load.stop()
  return { began, backupMs }
}

/** An instance has its index long since; this one would make all of it beside the load. */
const unindexed = { ...keepAll, MILLRACE_SEARCH: 'off' }

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchBackup()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
