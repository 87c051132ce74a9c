import { setTimeout as pause } from 'node:timers/promises'

const lookEveryMs = 20

/** Looks again and again until the answer is there; fails with the last error or with what was waited for. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined, withinMs = 60_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs
  let lastError: unknown
  while (Date.now() < giveUpAt) {
    try {
      const found = await look()
      if (found !== undefined) return found
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    await pause(lookEveryMs)
  }
  throw new Error(`It did not come about within ${withinMs} ms: ${what}`, { cause: lastError })
}
