import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { integrityOf } from '../check/read-histories.ts'
import { createWatchedMemory } from '../memory/watched-memory.ts'
import { openTrial, type Trial } from '../trial/open-trial.ts'
import { judgeSoak, type MemorySample, type SoakCounts, warmUpShare } from './judge-soak.ts'
import { type Sample, takeSample } from './sample.ts'

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  readonly startsPerSecond: number
  readonly script?: string
  readonly onMemory?: (memory: MemorySample, sample: Sample) => void
}

export interface SoakReport {
  readonly seed: number
  readonly seconds: number
  readonly counts: SoakCounts
  readonly violations: readonly string[]
  readonly directory: string
}

const sampleEveryMs = 5000
/** By then SQLite has all the pages that it keeps, 24 MB of them: what grows afterwards is kept by nobody's leave. */
const warmUpStarts = 4000
const mostStartsPerSecond = 30

/** One life of the server under a steady mixed load: what it takes must stay what it is. Its memory is looked at less often, for that holds it up. */
export async function runSoak({ minutes, seed, startsPerSecond, script, onMemory }: SoakOptions): Promise<SoakReport> {
  const begunAt = performance.now()
  const trial = await openTrial({ seed, name: 'soak', ...(script !== undefined && { script }) })
  const watched = createWatchedMemory(trial.directory)
  const memoryEvery = Math.min(5, Math.max(0.25, minutes / 10))
  const warmUp = minutes * warmUpShare
  const warmUpRate = Math.max(startsPerSecond, Math.min(mostStartsPerSecond, warmUpStarts / (warmUp * 60)))
  try {
    const product = await trial.begin({ ...watched.environment, MILLRACE_RETENTION: 'success.count=300, failure.count=100' })
    await product.up
    const samples: Sample[] = []
    const memories: MemorySample[] = []
    const latencies: { readonly minute: number; readonly ms: number }[] = []
    const loadedAt = performance.now()
    const now = () => (performance.now() - loadedAt) / 60_000
    let executions = 0
    while (now() < minutes) {
      const starts = Math.round(((now() < warmUp ? warmUpRate : startsPerSecond) * sampleEveryMs) / 1000)
      trial.offer(starts, sampleEveryMs)
      executions += starts
      const [ms] = await Promise.all([probe(trial), pause(sampleEveryMs)])
      latencies.push(...ms.map((one) => ({ minute: now(), ms: one })))
      const sample = takeSample(product.pid, join(trial.directory, 'data'), now())
      samples.push(sample)
      if (now() < memoryEvery * (memories.length + 1)) continue
      const memory = { minute: now(), ...(await watched.settle(product.pid)) }
      memories.push(memory)
      onMemory?.(memory, sample)
    }
    const end = await trial.end()
    const judged = judgeSoak({ minutes, executions, samples, memories, latencies })
    const integrity = integrityOf(join(trial.directory, 'data'))
    const broken = integrity === 'ok' ? [] : [`The database is not whole: ${integrity}`]
    const violations = [...end.violations, ...judged.violations, ...broken]
    return { seed, seconds: (performance.now() - begunAt) / 1000, counts: judged.counts, violations, directory: trial.directory }
  } finally {
    await trial.close()
  }
}

const probes = 20

/** How long some synchronous webhooks take, one after the other. */
async function probe({ world }: Trial): Promise<readonly number[]> {
  const times: number[] = []
  for (let count = 0; count < probes; count++) {
    const begunAt = performance.now()
    const answer = await world.send('/webhook/computed', { body: { n: 0 } })
    if (answer.type === 'lost' || answer.status !== 200) world.violations.push(`A probe was answered ${JSON.stringify(answer)}`)
    times.push(performance.now() - begunAt)
    await pause(50)
  }
  return times
}
