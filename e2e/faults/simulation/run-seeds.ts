import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { faultsCache } from '../support/faults-cache.ts'
import { type Counts, runSeed, type Verdict } from './run-seed.ts'

export interface Summary {
  readonly seeds: number
  readonly counts: Counts
  /** The first ones that broke a rule, with the rules. */
  readonly failures: readonly Pick<Verdict, 'seed' | 'faults'>[]
  readonly failed: number
}

export interface SeedsOptions {
  readonly from: number
  readonly count: number
  /** Every so many seeds the disk is a real SQLite database instead of one in memory; 0 for never. */
  readonly sqliteEvery: number
}

const mostTold = 10

/** One after the other: what a seed does must depend on nothing but itself. */
export async function runSeeds({ from, count, sqliteEvery }: SeedsOptions): Promise<Summary> {
  const counts = {
    executions: 0,
    processes: 0,
    crashes: 0,
    effects: 0,
    repeatedEffects: 0,
    replays: 0,
    deleted: 0,
    fired: 0,
    heard: 0,
    found: 0,
    simulatedMs: 0,
  }
  const failures: Pick<Verdict, 'seed' | 'faults'>[] = []
  let failed = 0
  for (let seed = from; seed < from + count; seed++) {
    const verdict = sqliteEvery > 0 && seed % sqliteEvery === 0 ? await runOnSqlite(seed) : await runSeed(seed)
    for (const name of Object.keys(counts) as (keyof Counts)[]) counts[name] += verdict.counts[name]
    if (verdict.faults.length === 0) continue
    failed++
    if (failures.length < mostTold) failures.push({ seed, faults: verdict.faults.slice(0, mostTold) })
  }
  return { seeds: count, counts, failures, failed }
}

/** The same on the embedded store. Without waiting for the real disk: what a power failure leaves is another test's question. */
export async function runOnSqlite(seed: number, isTraced = false): Promise<Verdict> {
  const directory = await mkdtemp(join(faultsCache(), 'simulation-'))
  const store: Store = openSqliteStore({ directory })
  try {
    return await runSeed(seed, { store, isTraced })
  } finally {
    await store.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
