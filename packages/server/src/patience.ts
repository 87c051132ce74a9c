/** How long callers are kept waiting for what they have asked for; once the server stops, no longer. */
export interface Patience {
  /** What the promise settles with, or `late` when that takes longer, or the server stops first. The promise goes on either way. */
  within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | 'late'>
  /** Whoever waits is told so now, and so is whoever comes later. */
  end(): void
}

export function createPatience(): Patience {
  const waiting = new Set<() => void>()
  let hasEnded = false
  return {
    within: (promise, timeoutMs) =>
      new Promise((resolve, reject) => {
        const forget = (): void => {
          clearTimeout(timer)
          waiting.delete(giveUp)
        }
        const giveUp = (): void => {
          forget()
          resolve('late')
        }
        const timer = setTimeout(giveUp, hasEnded ? 0 : timeoutMs)
        waiting.add(giveUp)
        promise.finally(forget).then(resolve, reject)
      }),
    end() {
      hasEnded = true
      for (const giveUp of waiting) giveUp()
    },
  }
}
