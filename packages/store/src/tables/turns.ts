import { setImmediate } from 'node:timers/promises'

/** Then everything else has its turn. */
const longestMs = 8

/** Goes through work that may pause wherever it yields, without a pause. */
export function atOnce<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

/** Goes through it with turns for everything else in between. */
export async function inTurns<T>(work: Generator<unknown, T>): Promise<T> {
  const turn = createTurns()
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    await turn()
  }
}

/** Pauses when this turn has lasted long enough. */
export function createTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < longestMs) return
    await setImmediate()
    since = performance.now()
  }
}
