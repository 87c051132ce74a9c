import { performance } from 'node:perf_hooks'
import { nextTurn } from './next-turn.ts'

const longestTurnMs = 10

/** As `map`, for lists of any length: everybody else has a turn every few milliseconds. */
export async function mapInTurns<T, R>(items: Iterable<T>, work: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  let begunAt = performance.now()
  for (const item of items) {
    results.push(work(item))
    if (performance.now() - begunAt < longestTurnMs) continue
    await nextTurn()
    begunAt = performance.now()
  }
  return results
}
