/**
 * The attempts of one execution that run at this moment, with what aborts each.
 * A signal is made only for nodes that ask for one, and belongs to its attempt: whoever asks after the attempt was
 * canceled or tried again gets one that is aborted.
 */
export interface Attempts {
  begin(step: string, attempt: number): void
  isRunning(step: string, attempt: number): boolean
  signalOf(step: string, attempt: number): AbortSignal
  /** It has answered. */
  end(step: string): void
  abort(step: string): void
  abortAll(reason: string): void
}

interface Running {
  readonly attempt: number
  controller?: AbortController
}

const canceled = 'The step was canceled.'

export function createAttempts(): Attempts {
  const running = new Map<string, Running>()

  function find(step: string, attempt: number): Running | undefined {
    const found = running.get(step)
    return found?.attempt === attempt ? found : undefined
  }

  return {
    begin(step, attempt) {
      running.set(step, { attempt })
    },
    isRunning: (step, attempt) => find(step, attempt) !== undefined,
    signalOf(step, attempt) {
      const found = find(step, attempt)
      if (found === undefined) return AbortSignal.abort(new Error(canceled))
      found.controller ??= new AbortController()
      return found.controller.signal
    },
    end(step) {
      running.delete(step)
    },
    abort(step) {
      running.get(step)?.controller?.abort(new Error(canceled))
      running.delete(step)
    },
    abortAll(reason) {
      for (const { controller } of running.values()) controller?.abort(new Error(reason))
      running.clear()
    },
  }
}
