interface Timer {
  readonly dueAt: number
  readonly run: () => void
}

const now = Date.now

/** Timers that nobody outside drives: the runner asks how long there is to wait, sleeps, and then says `wake`. */
export function createTimers() {
  const timers = new Map<number, Timer>()
  let lastId = 0

  function setTimeout(run: unknown, delayMs?: unknown, ...values: readonly unknown[]): number {
    if (typeof run !== 'function') throw new TypeError('setTimeout needs a function')
    lastId += 1
    timers.set(lastId, { dueAt: now() + Math.max(0, Number(delayMs) || 0), run: () => run(...values) })
    return lastId
  }

  /** Milliseconds to the next timer, or -1 if there is none. */
  function waitMs(): number {
    let soonest = Number.POSITIVE_INFINITY
    for (const { dueAt } of timers.values()) if (dueAt < soonest) soonest = dueAt
    return soonest === Number.POSITIVE_INFINITY ? -1 : Math.max(0, soonest - now())
  }

  /** Runs one timer that is due, so that the promises it settles go on before the next. */
  function wake(): void {
    const due = [...timers].filter(([, { dueAt }]) => dueAt <= now()).sort(([, a], [, b]) => a.dueAt - b.dueAt)[0]
    if (due === undefined) return
    timers.delete(due[0])
    due[1].run()
  }

  const clearTimeout = (id: number) => void timers.delete(id)
  const sleep = (delayMs: unknown) => new Promise<void>((resolve) => setTimeout(resolve, delayMs))
  return { waitMs, wake, globals: { setTimeout, clearTimeout, sleep } }
}
