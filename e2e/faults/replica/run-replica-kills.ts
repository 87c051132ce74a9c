import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { checkout, millrace } from '../../support/checkout.ts'
import { runMillrace } from '../../support/run-millrace.ts'
import { faultsCache } from '../support/faults-cache.ts'
import type { FaultReport } from '../support/keep-report.ts'
import { type Random, seededRandom } from '../support/random.ts'

interface ReplicaKillsOptions {
  readonly kills: number
  readonly seed: number
  onKill?(done: number): void
}

export interface ReplicaKillsReport extends FaultReport {
  readonly counts: {
    readonly kills: number
    readonly acknowledged: number
    readonly restored: number
    /** Kills before the database had been copied to the replica once: there was nothing to restore. */
    readonly tooEarly: number
    readonly mostMissing: number
  }
}

/** So often the directory of the writer is lost, and it goes on with the restored one. */
const lossEvery = 8

/**
 * A process that writes as fast as it can to a store with a replica is killed at any moment, also while it starts. Each time the replica is
 * restored and must hold an exact prefix of what was written: nothing is left out in the middle, nothing goes back.
 */
export async function runReplicaKills({ kills, seed, onKill }: ReplicaKillsOptions): Promise<ReplicaKillsReport> {
  const begun = performance.now()
  const random = seededRandom(seed)
  const directory = await mkdtemp(join(faultsCache(), 'replica-kills-'))
  const [data, replica, restored] = ['data', 'replica', 'restored'].map((name) => join(directory, name)) as [string, string, string]
  const violations: string[] = []
  const counts = { kills: 0, acknowledged: 0, restored: 0, tooEarly: 0, mostMissing: 0 }
  for (; counts.kills < kills && violations.length === 0; onKill?.(counts.kills)) {
    counts.kills += 1
    await mkdir(data, { recursive: true })
    const { last, hasFollowed } = await writeAndKill({ data, replica, random })
    counts.acknowledged = Math.max(counts.acknowledged, last)
    const { code, err } = await runMillrace(['restore', '--replica', replica, '--data-dir', restored])
    if (code !== 0) {
      if (hasFollowed) violations.push(`Kill ${counts.kills}: ${err}`)
      counts.tooEarly += 1
      continue
    }
    const { count, highest } = rowsIn(restored)
    if (count !== highest) violations.push(`Kill ${counts.kills}: of ${highest} rows ${count} are there.`)
    if (highest > counts.acknowledged + 1)
      violations.push(`Kill ${counts.kills}: row ${highest} of ${counts.acknowledged} that were written.`)
    if (highest < counts.restored) violations.push(`Kill ${counts.kills}: ${highest} rows, and there have been ${counts.restored}.`)
    counts.restored = highest
    if (hasFollowed) counts.mostMissing = Math.max(counts.mostMissing, counts.acknowledged - highest)
    if (violations.length > 0) break
    if (counts.kills % lossEvery === 0) {
      await rm(data, { recursive: true })
      await rename(restored, data)
      counts.acknowledged = highest
    } else await rm(restored, { recursive: true })
  }
  return { seed, seconds: (performance.now() - begun) / 1000, counts, violations, directory }
}

interface Writing {
  readonly data: string
  readonly replica: string
  readonly random: Random
}

const writer = join(checkout, 'packages/cli/src/replica/testing/replica-writer.ts')

/** The number of the last row that was acknowledged, 0 when none was, and whether all of the database had come to the replica by then. */
async function writeAndKill({ data, replica, random }: Writing): Promise<{ readonly last: number; readonly hasFollowed: boolean }> {
  const child = spawn(millrace.node, ['--conditions=source', writer, data, replica], { stdio: ['ignore', 'pipe', 'inherit'] })
  const killAfter = (ms: number) => setTimeout(() => child.kill('SIGKILL'), ms)
  const isAnyTime = random.below(10) < 3
  const afterMs = random.below(2_500)
  if (isAnyTime) killAfter(500 + afterMs)
  let last = 0
  let hasFollowed = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (/^\d+$/.test(line)) last = Number(line)
    if (line !== 'following' || hasFollowed) continue
    hasFollowed = true
    if (!isAnyTime) killAfter(afterMs)
  }
  return { last, hasFollowed }
}

function rowsIn(directory: string): { readonly count: number; readonly highest: number } {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  try {
    const table = database.prepare('SELECT max(id) AS id FROM user_table').get()?.id ?? undefined
    if (table === undefined) return { count: 0, highest: 0 }
    const row = database.prepare(`SELECT count(*) AS count, coalesce(max(c1), 0) AS highest FROM records_${table}`).get()
    return { count: Number(row?.count), highest: Number(row?.highest) }
  } finally {
    database.close()
  }
}
