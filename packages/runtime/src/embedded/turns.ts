import type { Piecewise } from '@millrace/engine'

/**
 * Owns: how long the executions of this process compute before everybody else has a turn of the event loop.
 * Invariants: what waits goes on in the order in which it came, and all that waits shares one budget in a turn of the event loop.
 */
export interface Turns {
  /** Goes on in a later turn, when those before have had theirs. */
  later(goOn: () => void): void
  /** Does the work, in as many turns as it takes; a little of it at once. */
  work<T>(work: Piecewise<T>): Promise<T>
}

/** Long enough that what comes between turns costs nothing beside it, and too short for anybody to notice. */
export const turnMs = 10

export function createTurns(now: () => number): Turns {
  let waiting: (() => void)[] = []
  let isPlanned = false

  function plan(): void {
    if (isPlanned || waiting.length === 0) return
    isPlanned = true
    setImmediate(takeTurn)
  }

  function takeTurn(): void {
    const began = now()
    const those = waiting
    waiting = []
    let done = 0
    try {
      do those[done++]?.()
      while (done < those.length && now() - began < turnMs)
    } finally {
      // Also after one that has thrown.
      waiting = [...those.slice(done), ...waiting]
      isPlanned = false
      plan()
    }
  }

  function later(goOn: () => void): void {
    waiting.push(goOn)
    plan()
  }

  return {
    later,
    work: (work) =>
      new Promise((resolve, reject) => {
        function goOn(): void {
          const began = now()
          try {
            let step = work.next()
            while (step.done !== true && now() - began < turnMs) step = work.next()
            if (step.done === true) resolve(step.value)
            else later(goOn)
          } catch (error) {
            reject(error)
          }
        }
        goOn()
      }),
  }
}
