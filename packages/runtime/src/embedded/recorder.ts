import type { ExecutionWrite, WriteOutcome } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'

/**
 * Owns: when writes go to disk. All that became ready in one turn of the event loop shares one transaction and one fsync.
 * Does not own: what is written; each source is asked for it at the last moment, so that steps which ran ahead ride along.
 * Invariants: R1 one commit at a time. R2 the writes of one source stay in order. R3 an append that the store refused for
 * want of room is tried again until it is on disk; a start is refused at once.
 */
export interface Recorder {
  /** Asks for a commit soon. */
  ready(source: WriteSource): void
  /** Resolves when all that was ready is on disk. */
  settled(): Promise<void>
  close(): void
}

/** Something that has writes to make. */
export interface WriteSource {
  /** The writes since the last call; empty when there is nothing to do. */
  takeWrites(): readonly ExecutionWrite[]
  /** The writes are on disk, or were refused one by one. */
  written(outcomes: readonly WriteOutcome[]): void
  /** The store would not take the writes, and trying again would not help or is not wanted. */
  refused(error: unknown): void
}

interface Entry {
  readonly source: WriteSource
  readonly writes: readonly ExecutionWrite[]
}

const retryMs = 1000

export function createRecorder({ store: { executions }, clock, onFatal }: Pick<RuntimePorts, 'store' | 'clock' | 'onFatal'>): Recorder {
  let waiting = new Set<WriteSource>()
  let unwritten: Entry[] = []
  let idle: (() => void)[] = []
  let scheduled: 'no' | 'soon' | 'later' | 'committing' | 'closed' = 'no'
  let stopRetry: (() => void) | undefined

  function schedule(): void {
    if (scheduled !== 'no') return
    scheduled = 'soon'
    setImmediate(() => void commitAll())
  }

  async function commitAll(): Promise<void> {
    if (scheduled === 'closed') return
    scheduled = 'committing'
    const sources = waiting
    waiting = new Set()
    const entries = unwritten
    unwritten = []
    for (const source of sources) {
      const writes = source.takeWrites()
      if (writes.length > 0) entries.push({ source, writes })
    }
    const failed = entries.length > 0 && !(await commitEntries(entries))
    scheduled = 'no'
    if (failed) retryLater()
    else if (waiting.size > 0) schedule()
    else finishIdle()
  }

  /** False when something must be tried again later. */
  async function commitEntries(entries: readonly Entry[]): Promise<boolean> {
    try {
      const outcomes = await executions.commit(entries.flatMap((entry) => entry.writes))
      let from = 0
      for (const { source, writes } of entries) {
        source.written(outcomes.slice(from, from + writes.length))
        from += writes.length
      }
      return true
    } catch (error) {
      return handleFailure(entries, error)
    }
  }

  async function handleFailure(entries: readonly Entry[], error: unknown): Promise<boolean> {
    if (is(error, 'fatal')) {
      onFatal(error)
      for (const { source } of entries) source.refused(error)
      return true
    }
    if (is(error, 'retryable')) {
      const starts = entries.filter(({ writes }) => writes.some((write) => write.type === 'create'))
      for (const { source } of starts) source.refused(error)
      unwritten.push(...entries.filter((entry) => !starts.includes(entry)))
      return unwritten.length === 0
    }
    // One write spoils the batch: alone, each of the others succeeds.
    if (entries.length > 1) {
      let done = true
      for (const entry of entries) done = (await commitEntries([entry])) && done
      return done
    }
    entries[0]?.source.refused(error)
    return true
  }

  function retryLater(): void {
    scheduled = 'later'
    stopRetry = clock.wakeAt(clock.now() + retryMs, () => {
      scheduled = 'soon'
      void commitAll()
    })
  }

  function finishIdle(): void {
    const resolvers = idle
    idle = []
    for (const resolve of resolvers) resolve()
  }

  return {
    ready(source) {
      waiting.add(source)
      schedule()
    },
    settled() {
      if (scheduled === 'no' || scheduled === 'closed') return Promise.resolve()
      return new Promise((resolve) => idle.push(resolve))
    },
    close() {
      scheduled = 'closed'
      stopRetry?.()
      finishIdle()
    },
  }
}

function is(error: unknown, trait: 'fatal' | 'retryable'): boolean {
  return typeof error === 'object' && error !== null && trait in error && (error as Record<string, unknown>)[trait] === true
}
