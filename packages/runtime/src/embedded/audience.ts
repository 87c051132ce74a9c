import type { HttpResponse } from '@millrace/engine'
import type { FinishedExecution } from '../driver.ts'
import { createTurnoverMap } from './turnover-map.ts'

/**
 * Who waits for the end or the answer of an execution. Kept apart from the executions themselves: those leave memory while they
 * sleep, and whoever waits goes on waiting. Nothing is kept for executions that nobody asked about. Keys are `executionKey`s.
 */
export interface Audience {
  finished(key: string): Promise<FinishedExecution>
  responded(key: string): Promise<HttpResponse | undefined>
  tellResponse(key: string, response: HttpResponse): void
  tellEnd(key: string, end: FinishedExecution): void
  /** It could not be recorded, or this process is closing and another will go on with it. */
  tellFailure(key: string, error: unknown): void
  /** Tells it to all that are left. */
  close(error: unknown): void
}

interface Waiting {
  readonly finished: PromiseWithResolvers<FinishedExecution>
  readonly responded: PromiseWithResolvers<HttpResponse | undefined>
}

export function createAudience(): Audience {
  const waiting = createTurnoverMap<Waiting>()

  function entry(key: string): Waiting {
    const known = waiting.get(key)
    if (known !== undefined) return known
    const made: Waiting = { finished: Promise.withResolvers(), responded: Promise.withResolvers() }
    // Only one of the two may have been asked for; a failure of the other is nobody's.
    made.finished.promise.catch(unheard)
    made.responded.promise.catch(unheard)
    waiting.set(key, made)
    return made
  }

  function tellFailure(key: string, error: unknown): void {
    const known = waiting.get(key)
    known?.responded.reject(error)
    known?.finished.reject(error)
    waiting.delete(key)
  }

  return {
    finished: (key) => entry(key).finished.promise,
    responded: (key) => entry(key).responded.promise,
    tellResponse(key, response) {
      waiting.get(key)?.responded.resolve(response)
    },
    tellEnd(key, end) {
      const known = waiting.get(key)
      known?.responded.resolve(undefined)
      known?.finished.resolve(end)
      waiting.delete(key)
    },
    tellFailure,
    close(error) {
      for (const key of waiting.keys()) tellFailure(key, error)
    },
  }
}

function unheard(): void {
  // Told to everyone who asked.
}
