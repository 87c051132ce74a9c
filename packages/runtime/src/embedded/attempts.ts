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
  return new RunningAttempts()
}

/** A class for speed alone: each execution has one. */
class RunningAttempts implements Attempts {
  private readonly running = new Map<string, Running>()

  begin(step: string, attempt: number): void {
    this.running.set(step, { attempt })
  }

  isRunning(step: string, attempt: number): boolean {
    return this.running.get(step)?.attempt === attempt
  }

  signalOf(step: string, attempt: number): AbortSignal {
    const found = this.running.get(step)
    if (found?.attempt !== attempt) return AbortSignal.abort(new Error(canceled))
    found.controller ??= new AbortController()
    return found.controller.signal
  }

  end(step: string): void {
    this.running.delete(step)
  }

  abort(step: string): void {
    this.running.get(step)?.controller?.abort(new Error(canceled))
    this.running.delete(step)
  }

  abortAll(reason: string): void {
    for (const { controller } of this.running.values()) controller?.abort(new Error(reason))
    this.running.clear()
  }
}
