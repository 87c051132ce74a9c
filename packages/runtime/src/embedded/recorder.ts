import { type ExecutionWrite, failPoint, type WriteOutcome } from '@millrace/store'
import type { HeldUp } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'

/**
 * Owns: when writes go to disk. All that became ready in one turn of the event loop shares one transaction and one fsync.
 * Does not own: what is written; each source is asked for it at the last moment, so that steps which ran ahead ride along.
 * Invariants: R1 one commit at a time. R2 the writes of one source stay in order. R3 an append that the store refused for
 * want of room is tried again until it is on disk; a start is refused at once. R4 after a fatal error, and once closed, nothing
 * is written any more. R5 in a commit, what wakes a caller comes last: a caller that falls asleep in the same one stays due.
 */
export interface Recorder {
  /** Asks for a commit soon. */
  ready(source: WriteSource): void
  /** Resolves when all that was ready is on disk, or the store has no room for it now. */
  settled(): Promise<void>
  /** Set while the store has no room for what there is to write. */
  heldUp(): HeldUp | undefined
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

type Ports = Pick<RuntimePorts, 'store' | 'clock' | 'onFatal' | 'onTrouble'>

const retryMs = 1000

export function createRecorder({ store: { executions }, clock, onFatal, onTrouble }: Ports): Recorder {
  let waiting = new Set<WriteSource>()
  let unwritten: Entry[] = []
  let idle: (() => void)[] = []
  let phase: 'idle' | 'soon' | 'committing' | 'later' | 'over' = 'idle'
  let fatal: { readonly error: unknown } | undefined
  let stopRetry: (() => void) | undefined
  let heldUp: HeldUp | undefined

  function schedule(): void {
    if (phase !== 'idle') return
    phase = 'soon'
    setImmediate(() => void commitAll())
  }

  async function commitAll(): Promise<void> {
    if (phase !== 'soon') return
    phase = 'committing'
    await commitEntries(takeEntries())
    if (isOver()) return
    phase = 'idle'
    if (unwritten.length > 0) retryLater()
    else if (waiting.size > 0) schedule()
    else finishIdle()
  }

  /** Asked through a function, for a commit that is awaited may see the end come. */
  function isOver(): boolean {
    return phase === 'over'
  }

  function takeEntries(): Entry[] {
    const entries = unwritten
    const sources = waiting
    unwritten = []
    waiting = new Set()
    for (const source of sources) {
      const writes = source.takeWrites()
      if (writes.length > 0) entries.push({ source, writes })
    }
    const last = entries.filter(wakes)
    return last.length === 0 ? entries : [...entries.filter((entry) => !wakes(entry)), ...last]
  }

  async function commitEntries(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    let outcomes: readonly WriteOutcome[]
    failPoint('commit-begun')
    try {
      outcomes = await executions.commit(entries.flatMap((entry) => entry.writes))
    } catch (error) {
      return refuseOrRetry(entries, error)
    }
    failPoint('commit-done')
    heldUp = undefined
    let from = 0
    for (const { source, writes } of entries) {
      tell(source, outcomes.slice(from, from + writes.length))
      from += writes.length
    }
    failPoint('commit-told')
  }

  /** Whatever a source makes of the news, the others hear theirs: all of it is on disk already. */
  function tell(source: WriteSource, outcomes: readonly WriteOutcome[]): void {
    try {
      source.written(outcomes)
    } catch (error) {
      onTrouble(error)
    }
  }

  function refuseOrRetry(entries: readonly Entry[], error: unknown): Promise<void> | void {
    if (is(error, 'fatal')) return end(entries, error)
    if (is(error, 'retryable')) return keepForLater(entries, error)
    if (entries.length > 1) return commitOneByOne(entries)
    entries[0]?.source.refused(error)
  }

  function keepForLater(entries: readonly Entry[], error: unknown): void {
    for (const entry of entries) {
      if (entry.writes.some((write) => write.type === 'create')) entry.source.refused(error)
      else unwritten.push(entry)
    }
    if (unwritten.length > 0) heldUp ??= { since: clock.now(), message: error instanceof Error ? error.message : String(error) }
  }

  /** One write spoils the batch: alone, each of the others succeeds. What must wait makes the later writes of its source wait too. */
  async function commitOneByOne(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      if (fatal !== undefined) entry.source.refused(fatal.error)
      else if (unwritten.some(({ source }) => source === entry.source)) unwritten.push(entry)
      else await commitEntries([entry])
    }
  }

  function end(entries: readonly Entry[], error: unknown): void {
    fatal = { error }
    phase = 'over'
    onFatal(error)
    for (const { source } of entries) source.refused(error)
    for (const source of waiting) source.refused(error)
    waiting.clear()
    finishIdle()
  }

  function retryLater(): void {
    phase = 'later'
    stopRetry = clock.wakeAfter(retryMs, retryNow)
    finishIdle()
  }

  function retryNow(): void {
    if (phase !== 'later') return
    stopRetry?.()
    phase = 'soon'
    void commitAll()
  }

  function finishIdle(): void {
    const resolvers = idle
    idle = []
    for (const resolve of resolvers) resolve()
  }

  return {
    ready(source) {
      if (fatal !== undefined) {
        const { error } = fatal
        queueMicrotask(() => source.refused(error))
        return
      }
      waiting.add(source)
      schedule()
    },
    settled() {
      if (phase === 'idle' || phase === 'over') return Promise.resolve()
      const settled = new Promise<void>((resolve) => idle.push(resolve))
      retryNow()
      return settled
    },
    heldUp: () => heldUp,
    close() {
      phase = 'over'
      stopRetry?.()
      finishIdle()
    },
  }
}

function wakes({ writes }: Entry): boolean {
  return writes.some((write) => write.type === 'wake' || ('wakes' in write && write.wakes !== undefined))
}

function is(error: unknown, trait: 'fatal' | 'retryable'): boolean {
  return typeof error === 'object' && error !== null && trait in error && (error as Record<string, unknown>)[trait] === true
}
