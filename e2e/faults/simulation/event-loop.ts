/**
 * Owns: the order in which anything happens, and the time that stands still meanwhile. Does not own: what happens.
 * Invariants: E1 one thing at a time, and all that follows from it without time passing (promises) is done before the next. E2 the order
 * depends on nothing but what was asked for. E3 what a process asked for happens to it only while it is alive; while it is frozen it waits.
 */
export interface EventLoop {
  /** Milliseconds on a clock that nobody can set. */
  now(): number
  /** Does it after so long; in the name of a process, or of the world outside. Returns the way to call it off. */
  after(ms: number, owner: Owner | undefined, run: () => void): () => void
  /** Goes on until this holds, or there is nothing left to do, or the time is over; then says which. */
  runUntil(isDone: () => boolean, end: number): Promise<'done' | 'idle' | 'late'>
  /** Lets a frozen process go on where it was, as SIGCONT does. */
  thaw(owner: Owner): void
}

/** Something that can die, with all that it was about to do. */
export interface Owner {
  readonly name: string
  presence: 'alive' | 'frozen' | 'dead'
  /** When it died, if it has. */
  diedAt: number
  /** What came while it was frozen. */
  held: Entry[]
}

interface Entry {
  at: number
  readonly order: number
  readonly owner: Owner | undefined
  readonly run: () => void
  isCanceled: boolean
}

const realSetImmediate = globalThis.setImmediate

export function createEventLoop(): EventLoop {
  const queue = createQueue()
  let time = 0
  let order = 0
  let current: Owner | undefined

  function after(ms: number, owner: Owner | undefined, run: () => void): () => void {
    const entry: Entry = { at: time + Math.max(0, ms), order: ++order, owner, run, isCanceled: false }
    queue.add(entry)
    return () => {
      entry.isCanceled = true
    }
  }

  async function perform(entry: Entry): Promise<void> {
    const { owner } = entry
    if (entry.isCanceled || owner?.presence === 'dead') return
    if (owner?.presence === 'frozen') return void owner.held.push(entry)
    current = owner
    entry.run()
    await promisesSettled()
    current = undefined
  }

  /** The turns that our code asks the event loop for are turns of this one, in the name of whoever asks. */
  function simulatedSetImmediate(run: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Immediate {
    after(0, current, () => run(...args))
    return undefined as unknown as NodeJS.Immediate // Nobody calls one off.
  }

  return {
    now: () => time,
    after,
    async runUntil(isDone, end) {
      globalThis.setImmediate = simulatedSetImmediate as typeof globalThis.setImmediate
      try {
        while (!isDone()) {
          const entry = queue.take()
          if (entry === undefined) return 'idle'
          if (entry.at > end) {
            queue.add(entry)
            time = end
            return 'late'
          }
          time = Math.max(time, entry.at)
          await perform(entry)
        }
        return 'done'
      } finally {
        globalThis.setImmediate = realSetImmediate
      }
    },
    thaw(owner) {
      if (owner.presence !== 'frozen') return
      owner.presence = 'alive'
      for (const entry of owner.held.splice(0)) {
        entry.at = time
        queue.add(entry)
      }
    },
  }
}

/** A turn of the real event loop comes only when no promise has anything left to do. */
function promisesSettled(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve))
}

export function createOwner(name: string): Owner {
  return { name, presence: 'alive', diedAt: Number.POSITIVE_INFINITY, held: [] }
}

interface Queue {
  add(entry: Entry): void
  /** The earliest; of the same time, the first that was added. */
  take(): Entry | undefined
}

/** A binary heap. */
function createQueue(): Queue {
  const heap: Entry[] = []
  const isBefore = (one: Entry, other: Entry) => one.at < other.at || (one.at === other.at && one.order < other.order)
  const at = (index: number): Entry => heap[index] as Entry // The callers stay below the length.

  function swap(one: number, other: number): void {
    const kept = at(one)
    heap[one] = at(other)
    heap[other] = kept
  }

  function sink(): void {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1
      if (left >= heap.length) return
      const child = left + 1 < heap.length && isBefore(at(left + 1), at(left)) ? left + 1 : left
      if (!isBefore(at(child), at(parent))) return
      swap(child, parent)
      parent = child
    }
  }

  return {
    add(entry) {
      heap.push(entry)
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (!isBefore(at(child), at(parent))) return
        swap(child, parent)
        child = parent
      }
    },
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length > 0) {
        heap[0] = last
        sink()
      }
      return first
    },
  }
}
