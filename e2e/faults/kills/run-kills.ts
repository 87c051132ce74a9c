import { setTimeout as pause } from 'node:timers/promises'
import type { Product } from '../process/start-product.ts'
import type { Counts } from '../trial/judge.ts'
import { openTrial, type Trial } from '../trial/open-trial.ts'

export interface KillOptions {
  readonly kills: number
  readonly seed: number
  readonly script?: string
  readonly onKill?: (done: number) => void
}

export interface KillReport {
  readonly seed: number
  readonly kills: number
  /** Of those, before the server served. */
  readonly killsWhileStarting: number
  readonly seconds: number
  readonly startMs: { readonly median: number; readonly longest: number }
  readonly counts: Counts
  readonly violations: readonly string[]
  /** Where the database, the errors and the report are. */
  readonly directory: string
}

/** How long a life that serves may last. Short ones die in the middle of taking up what the one before left. */
const shortestLifeMs = 40
const longestLifeMs = 450
const startsPerLife = 10
const usualStartMs = 350

/** Kills the server at random times under mixed load, each time starts it again on the same database, and judges what is left. */
export async function runKills({ kills, seed, script, onKill }: KillOptions): Promise<KillReport> {
  const begunAt = performance.now()
  const trial = await openTrial({ seed, name: 'kills', ...(script !== undefined && { script }) })
  const startTimes: number[] = []
  let killsWhileStarting = 0
  try {
    await firstLife(trial)
    for (let kill = 1; kill <= kills; kill++) {
      const product = await trial.begin()
      if (trial.random.next() < 0.1) killsWhileStarting += await killWhileStarting(trial, product)
      else startTimes.push(await killWhileServing(trial, product))
      onKill?.(kill)
    }
    await trial.begin()
    const { violations, counts } = await trial.finish()
    startTimes.sort((one, other) => one - other)
    return {
      seed,
      kills,
      killsWhileStarting,
      seconds: (performance.now() - begunAt) / 1000,
      startMs: { median: Math.round(startTimes[startTimes.length >> 1] ?? 0), longest: Math.round(startTimes.at(-1) ?? 0) },
      counts,
      violations,
      directory: trial.directory,
    }
  } finally {
    await trial.close()
  }
}

/** So that there is a database, and code that is compiled already. */
async function firstLife(trial: Trial): Promise<void> {
  const product = await trial.begin()
  await product.up
  await product.end('SIGKILL')
}

/** Returns how long it took to serve. */
async function killWhileServing(trial: Trial, product: Product): Promise<number> {
  const begunAt = performance.now()
  await product.up
  const startMs = performance.now() - begunAt
  // A machine that starts it three times as slowly gets as far with it in three times as long.
  const slowness = Math.min(4, Math.max(1, startMs / usualStartMs))
  const lifeMs = slowness * (shortestLifeMs + trial.random.below(longestLifeMs - shortestLifeMs))
  trial.offer(startsPerLife, lifeMs * 0.6)
  await pause(lifeMs)
  await kill(product)
  return startMs
}

async function killWhileStarting({ random }: Trial, product: Product): Promise<number> {
  await Promise.race([pause(random.below(400)), product.up])
  await kill(product)
  return 1
}

async function kill(product: Product): Promise<void> {
  const { signal, code } = await product.end('SIGKILL')
  if (signal !== 'SIGKILL') throw new Error(`The server had ended by itself with ${signal ?? code}.`)
}
