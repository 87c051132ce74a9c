import type { ExecutionSummary } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'
import type { TakeUp } from './loader.ts'
import type { ReadonlyTurnoverMap } from './turnover-map.ts'

/**
 * Owns: that every execution hears once that somebody has set the clock: those in memory at once, those that sleep on disk as soon as they
 * are taken up, which it sees to. Does not own: what follows from it.
 * Should the process die on the way, those that have not heard of it go by the clock on the wall, as all do after a start.
 */
export interface ClockMoves {
  /** Begun after the clock was set, it has nothing to hear. */
  begun(key: string): void
  /** It comes from disk: tells it what it has not heard, before anything else. */
  takenUp(key: string, execution: LiveExecution): void
  close(): void
}

export interface ClockMovesOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'clock' | 'onTrouble'>
  readonly live: ReadonlyTurnoverMap<LiveExecution>
  takeUp(summary: ExecutionSummary): Promise<TakeUp>
}

interface Move {
  readonly byMs: number
  readonly heard: Set<string>
}

/** So many sleepers are taken up at a time. */
const batchSize = 200
const tryAgainMs = 1_000

export function createClockMoves({ ports: { store, clock, onTrouble }, live, takeUp }: ClockMovesOptions): ClockMoves {
  let moves: readonly Move[] = []
  let waking: Promise<void> = Promise.resolve()
  let isClosed = false
  const stop = clock.onMoved(moved)

  function moved(byMs: number): void {
    const move = { byMs, heard: new Set<string>() }
    moves = [...moves, move]
    for (const execution of live.values()) tell(move, execution.key, execution)
    waking = waking
      .then(() => wakeSleepers(move))
      .finally(() => {
        moves = moves.filter((other) => other !== move)
      })
  }

  function tell(move: Move, key: string, execution: LiveExecution): void {
    if (move.heard.has(key)) return
    move.heard.add(key)
    execution.tell({ type: 'clock-moved', at: clock.now(), byMs: move.byMs })
  }

  async function wakeSleepers(move: Move): Promise<void> {
    let cursor: string | undefined
    while (!isClosed) {
      const page = await store.executions.sleeping(batchSize, cursor).catch((error): undefined => void onTrouble(error))
      if (page === undefined || !(await wakeAll(move, page.items))) await later()
      else if (page.nextCursor === undefined) return
      else cursor = page.nextCursor
    }
  }

  /** False when some could not be read: the page is to be looked at again. */
  async function wakeAll({ heard }: Move, sleepers: readonly ExecutionSummary[]): Promise<boolean> {
    const outcomes = await Promise.all(sleepers.filter((one) => !heard.has(executionKey(one))).map((one) => takeUp(one)))
    return outcomes.every(({ type }) => type !== 'failed')
  }

  function later(): Promise<void> {
    return new Promise((resolve) => clock.wakeAfter(tryAgainMs, resolve))
  }

  return {
    begun(key) {
      for (const { heard } of moves) heard.add(key)
    },
    takenUp(key, execution) {
      for (const move of moves) tell(move, key, execution)
    },
    close() {
      isClosed = true
      stop()
    },
  }
}
