// Owns: what the thread that writes the log and the one that follows it tell each other, in memory that both see.
// Invariants: only the writer counts commits; only the follower says how many of them it has.

/** The writer's end. */
export interface WriterSignals {
  /** A transaction is in the log. */
  commit(): void
  /** Has the follower look at once. */
  ask(): void
  /** Waits until the follower has every transaction so far, for at most so long. Whether it has. */
  catchUp(patienceMs: number): boolean
  /** How many frames of the log the follower has. */
  framesShipped(): number
  /** All of the log was moved into the database, which were those frames: another life of it may follow. */
  moved(): void
  isFollowed(): boolean
  /** The log is not kept for the follower any more: what it has not read may be gone. */
  lose(): void
  /** It is kept again. */
  keep(): void
}

/** The follower's end. */
export interface FollowerSignals {
  /** How many transactions there are. */
  commits(): number
  /** So many of them are safe, which are so many frames of the log as it is now. */
  shipped(commits: number, frames: number): void
  /** How many frames the writer had moved when it last moved all; 0 when it has not since `beginLife`. */
  framesMoved(): number
  /** Another life of the log is followed. */
  beginLife(): void
  /** While nobody follows, the writer does not wait for anybody. */
  setFollowed(isFollowed: boolean): void
  isLost(): boolean
  /** Resolves when there are more transactions than these, or after so many milliseconds. */
  news(than: number, ms: number): Promise<void>
  /** Resolves when the writer waits, or after so many milliseconds. */
  hurry(ms: number): Promise<void>
}

const commits = 0
const shipped = 1
const asked = 2
const followed = 3
const lost = 4
const frames = 5
const moved = 6

/** To be handed to the other thread. */
export function createLogSignals(): SharedArrayBuffer {
  return new SharedArrayBuffer(7 * Int32Array.BYTES_PER_ELEMENT)
}

/** How many transactions the follower does not have yet. */
export function transactionsAhead(memory: SharedArrayBuffer): number {
  const words = new Int32Array(memory)
  return (Atomics.load(words, commits) - Atomics.load(words, shipped)) | 0
}

export function writerSignals(memory: SharedArrayBuffer): WriterSignals {
  const words = new Int32Array(memory)
  const isCaughtUp = () => Atomics.load(words, shipped) === Atomics.load(words, commits)
  const ask = (): void => {
    Atomics.add(words, asked, 1)
    Atomics.notify(words, asked)
    Atomics.notify(words, commits)
  }
  return {
    commit() {
      Atomics.add(words, commits, 1)
      Atomics.notify(words, commits)
    },
    ask,
    catchUp(patienceMs) {
      const until = performance.now() + patienceMs
      while (!isCaughtUp()) {
        const left = until - performance.now()
        if (left <= 0 || Atomics.load(words, followed) === 0) return false
        ask()
        const seen = Atomics.load(words, shipped)
        // Asked again after a while: the question may have come just before the other thread lay down.
        if (!isCaughtUp()) Atomics.wait(words, shipped, seen, Math.min(left, askAgainMs))
      }
      return Atomics.load(words, followed) === 1
    },
    framesShipped: () => Atomics.load(words, frames),
    moved: () => void Atomics.store(words, moved, Atomics.load(words, frames)),
    isFollowed: () => Atomics.load(words, followed) === 1,
    lose: () => void Atomics.store(words, lost, 1),
    keep: () => void Atomics.store(words, lost, 0),
  }
}

const askAgainMs = 20

export function followerSignals(memory: SharedArrayBuffer): FollowerSignals {
  const words = new Int32Array(memory)
  return {
    commits: () => Atomics.load(words, commits),
    shipped(count, framesOfLog) {
      Atomics.store(words, frames, framesOfLog)
      Atomics.store(words, shipped, count)
      Atomics.notify(words, shipped)
    },
    framesMoved: () => Atomics.load(words, moved),
    beginLife: () => void Atomics.store(words, moved, 0),
    setFollowed(isFollowed) {
      Atomics.store(words, followed, isFollowed ? 1 : 0)
      Atomics.notify(words, shipped)
    },
    isLost: () => Atomics.load(words, lost) === 1,
    news: (than, ms) => changeOf(words, commits, { from: than, ms }),
    hurry: (ms) => changeOf(words, asked, { from: Atomics.load(words, asked), ms }),
  }
}

async function changeOf(words: Int32Array<SharedArrayBuffer>, index: number, { from, ms }: { from: number; ms: number }): Promise<void> {
  const waiting = Atomics.waitAsync(words, index, from, ms)
  if (waiting.async) await waiting.value
}
