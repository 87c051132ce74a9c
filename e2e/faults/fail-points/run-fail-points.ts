import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type FailPoint, failPoints } from '@millrace/store'
import type { Product } from '../process/start-product.ts'
import type { Counts } from '../trial/judge.ts'
import { openTrial, type Trial } from '../trial/open-trial.ts'

export interface FailPointOptions {
  /** How often the process dies at each of them. */
  readonly rounds: number
  readonly seed: number
  readonly script?: string
  readonly onDeath?: (point: FailPoint, deaths: number) => void
}

export interface FailPointReport {
  readonly seed: number
  readonly rounds: number
  readonly points: number
  readonly deaths: number
  readonly seconds: number
  /** Of the one long database. */
  readonly counts: Counts
  readonly violations: readonly string[]
  readonly directory: string
}

/** These are passed at the first start of all alone, in this order. */
const atFirstStart: readonly FailPoint[] = ['migration-step', 'migration-done', 'durable-write-synced', 'durable-write-placed']

/** The work that leads there soonest; the mixed load where nothing is said. */
const wayTo: Partial<Record<FailPoint, string>> = {
  'large-value-saved': 'large',
  'execution-left': 'signaled',
  'delivery-begun': 'signaled',
  'delivery-recorded': 'signaled',
  'event-appended': 'telling',
  'event-fired': 'telling',
  'event-delivered': 'telling',
  'event-cursor-moved': 'telling',
  'timer-due': 'napping',
  'timer-told': 'napping',
  'sweep-found': 'failing',
  'follow-up-ready': 'failing',
  'call-begun': 'calling',
  'call-started': 'calling',
  'call-ended': 'calling',
  'call-off': 'canceled',
  'place-taken': 'queued',
  // The feed leads there, whatever is offered.
  'poll-written': 'computed',
  'poll-found': 'computed',
  'poll-begun': 'computed',
  'poll-settled': 'computed',
  'file-synced': 'large',
  'file-placed': 'large',
  'file-recorded': 'large',
}

/** A point that is not passed within this time under its load is taken for dead. */
const longestWayMs = 30_000
/** Enough to pass any of them, at a quarter of a second each; more would only pile up where the machine is busy, for all lives to come. */
const mostOffers = 12
/** Not always the first passing: later ones find more of the others under way. */
const furthestPassing = 4

/** Dies at every named place, again and again on one database under load, and judges what is left as for kills at random times. */
export async function runFailPoints({ rounds, seed, script, onDeath }: FailPointOptions): Promise<FailPointReport> {
  const begunAt = performance.now()
  const open = (name: string, its: number) => openTrial({ seed: its, name, ...(script !== undefined && { script }) })
  const violations: string[] = []
  for (let round = 1; round <= rounds; round++) violations.push(...(await dieAtFirstStart(await open('first-start', seed + round))))
  const others = failPoints.filter((point) => !atFirstStart.includes(point))
  const trial = await open('fail-points', seed)
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const point of others) {
        violations.push(...(await dieAt(trial, point)))
        onDeath?.(point, round)
      }
    }
    await trial.begin()
    const verdict = await trial.finish()
    return {
      seed,
      rounds,
      points: failPoints.length,
      deaths: rounds * failPoints.length,
      seconds: (performance.now() - begunAt) / 1000,
      counts: verdict.counts,
      violations: [...violations, ...verdict.violations],
      directory: trial.directory,
    }
  } finally {
    await trial.close()
  }
}

async function dieAtFirstStart(trial: Trial): Promise<readonly string[]> {
  const violations: string[] = []
  try {
    for (const point of atFirstStart) {
      const passing = point.startsWith('migration') ? 1 + trial.random.below(2) : 1
      const product = await trial.begin({ MILLRACE_FAIL_POINT: `${point}:${passing}` })
      violations.push(...(await reached(product, point, () => undefined)))
    }
    const product = await trial.begin()
    await product.up
    trial.offer(10, 100)
    // Until the schedule has fired once.
    await pause(1200)
    const verdict = await trial.finish()
    violations.push(...verdict.violations)
    if (violations.length === 0) rmSync(trial.directory, { recursive: true })
    return violations
  } finally {
    await trial.close()
  }
}

async function dieAt(trial: Trial, point: FailPoint): Promise<readonly string[]> {
  const product = await trial.begin({ MILLRACE_FAIL_POINT: `${point}:${1 + trial.random.below(furthestPassing)}` })
  return reached(product, point, () => {
    if (point.startsWith('publish')) void publishAnew(trial)
    else trial.offer(8, 200, wayTo[point])
  })
}

/** Offers work until the process has died of the place. */
async function reached(product: Product, point: FailPoint, offer: () => void): Promise<readonly string[]> {
  const giveUpAt = performance.now() + longestWayMs
  let isDead = false
  const died = product.died.finally(() => {
    isDead = true
  })
  const isUp = await Promise.race([
    product.up.then(
      () => true,
      () => false,
    ),
    died.then(() => false),
  ])
  for (let offers = 0; isUp && !isDead && performance.now() < giveUpAt; offers++) {
    if (offers < mostOffers) offer()
    await Promise.race([died, pause(250)])
  }
  if (!isDead && !isUp) await died
  if (!isDead) {
    await product.end('SIGKILL')
    return [`The fail-point ${point} was not passed within ${longestWayMs} ms.`]
  }
  const { signal, code } = await died
  return signal === 'SIGKILL' ? [] : [`The process was to die at ${point} and ended with ${signal ?? code}.`]
}

/** A version of a workflow that differs from the one before. */
async function publishAnew({ world }: Trial): Promise<void> {
  const id = `published_${world.random.below(1_000_000)}`
  await world.send('/api/v1/workflows', { body: `id: ${id}\nnodes:\n  only: { type: log, with: { message: hello } }\n` })
}
