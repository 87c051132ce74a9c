/**
 * Owns: a few open things, lent to one step at a time.
 * Invariants: never more than `most` are open; one that was discarded or has ended is never lent again; who waits is served in turn.
 */
export interface BoundedPool<Item> {
  /** Waits while all are lent; rejects when the signal aborts first. */
  acquire(signal: AbortSignal): Promise<Item>
  release(item: Item): void
  /** Instead of `release`, for what must not be used again. */
  discard(item: Item): Promise<void>
  close(): Promise<void>
}

export interface BoundedPoolOptions<Item> {
  readonly most: number
  readonly open: () => Promise<Item>
  readonly close: (item: Item) => Promise<void>
  /** Whether it can still be used after having lain idle. */
  readonly isAlive: (item: Item) => boolean
}

export function createBoundedPool<Item>({ most, open, close, isAlive }: BoundedPoolOptions<Item>): BoundedPool<Item> {
  const idle: Item[] = []
  const waiting: (() => void)[] = []
  let opened = 0

  /** A place to open in, or an idle one that is free again, is passed on by waking the first who waits: it then looks for itself. */
  function wakeNext(): void {
    waiting.shift()?.()
  }

  function takeIdle(): Item | undefined {
    for (let item = idle.pop(); item !== undefined; item = idle.pop()) {
      if (isAlive(item)) return item
      opened -= 1
    }
    return undefined
  }

  async function openOne(): Promise<Item> {
    opened += 1
    try {
      return await open()
    } catch (error) {
      opened -= 1
      wakeNext()
      throw error
    }
  }

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(wake), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(wake)
    })
  }

  return {
    async acquire(signal) {
      for (;;) {
        signal.throwIfAborted()
        const item = takeIdle()
        if (item !== undefined) return item
        if (opened < most) return openOne()
        await turn(signal)
      }
    },
    release(item) {
      idle.push(item)
      wakeNext()
    },
    async discard(item) {
      opened -= 1
      wakeNext()
      await close(item)
    },
    async close() {
      opened -= idle.length
      await Promise.all(idle.splice(0).map(close))
    },
  }
}
