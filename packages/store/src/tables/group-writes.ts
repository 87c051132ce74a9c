import { StoreError } from '../errors.ts'
import type { TableEngine } from './table-engine.ts'

interface Waiting {
  /** Inside of the transaction. Returns what to do once that is on disk. */
  run(): () => void
  reject(error: unknown): void
}

/** A transaction that is too long would hold up everything else. */
const mostAtOnce = 200

/**
 * Runs work in a transaction, together with what else is asked for in the same turn: many writers share one fsync. Each succeeds or fails
 * by itself; only where the transaction as a whole fails do all of them.
 */
export function createGroupedWrites(engine: TableEngine): <T>(work: () => T) => Promise<T> {
  const waiting: Waiting[] = []

  function runGroup(): void {
    const group = waiting.splice(0, mostAtOnce)
    if (waiting.length > 0) setImmediate(runGroup)
    try {
      const settled = engine.transaction(() => group.map(({ run }) => run()))
      for (const settle of settled) settle()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      const run = () => {
        try {
          const result = engine.attempt(work)
          return () => resolve(result)
        } catch (error) {
          // What is wrong with the store ends the transaction for all: SQLite may have taken it back already.
          if (!(error instanceof StoreError) || error.status >= 500) throw error
          return () => reject(error)
        }
      }
      if (waiting.push({ run, reject }) === 1) setImmediate(runGroup)
    })
}
