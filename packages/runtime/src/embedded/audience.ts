import type { HttpResponse } from '@millrace/engine'
import type { FinishedExecution } from '../driver.ts'

/**
 * Who waits for the end or the answer of an execution. Kept apart from the executions themselves: those leave memory while they
 * sleep, and whoever waits goes on waiting. Nothing is kept for executions that nobody asked about.
 */
export interface Audience {
  finished(id: string): Promise<FinishedExecution>
  responded(id: string): Promise<HttpResponse | undefined>
  tellResponse(id: string, response: HttpResponse): void
  tellEnd(end: FinishedExecution): void
  /** It could not be recorded, or this process is closing and another will go on with it. */
  tellFailure(id: string, error: unknown): void
}

interface Waiting {
  readonly finished: PromiseWithResolvers<FinishedExecution>
  readonly responded: PromiseWithResolvers<HttpResponse | undefined>
}

export function createAudience(): Audience {
  const waiting = new Map<string, Waiting>()

  function entry(id: string): Waiting {
    const known = waiting.get(id)
    if (known !== undefined) return known
    const made: Waiting = { finished: Promise.withResolvers(), responded: Promise.withResolvers() }
    // Only one of the two may have been asked for; a failure of the other is nobody's.
    made.finished.promise.catch(unheard)
    made.responded.promise.catch(unheard)
    waiting.set(id, made)
    return made
  }

  return {
    finished: (id) => entry(id).finished.promise,
    responded: (id) => entry(id).responded.promise,
    tellResponse(id, response) {
      waiting.get(id)?.responded.resolve(response)
    },
    tellEnd(end) {
      const known = waiting.get(end.executionId)
      known?.responded.resolve(undefined)
      known?.finished.resolve(end)
      waiting.delete(end.executionId)
    },
    tellFailure(id, error) {
      const known = waiting.get(id)
      known?.responded.reject(error)
      known?.finished.reject(error)
      waiting.delete(id)
    },
  }
}

function unheard(): void {
  // Told to everyone who asked.
}
