// What the heads of frames say. Types only: the runner writes them, and the parent believes none of it before `parseAnswer` has looked.

import type { Json } from '@millrace/engine'

/** The head of what is sent to a runner; the body is the input. */
export interface RunRequest {
  readonly id: number
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Numbers of texts that were sent with this call or an earlier one. */
  readonly code: number
  readonly modules?: number
  /** Texts that this runner has not seen yet, by number. */
  readonly texts: Readonly<Record<string, string>>
  /** JSON text of further names in scope. */
  readonly context: string
}

/** The head of an answer; the body is the output. The first one, with id 0, says that the runner is ready. */
export interface RunAnswer {
  readonly id: number
  readonly status: 'done' | 'failed'
  readonly logs: readonly GuestLog[]
  readonly cpuMs?: number
  readonly port?: string
  readonly failure?: RunFailure
  /** The isolate cannot be used again: this runner has done its last. */
  readonly isSpent?: boolean
}

export const runFailureCodes = [
  'CODE_SYNTAX',
  'CODE_THREW',
  'CODE_TIMEOUT',
  'CODE_STUCK',
  'CODE_MEMORY',
  'CODE_OUTPUT',
  'CODE_CRASHED',
] as const

export interface RunFailure {
  readonly code: (typeof runFailureCodes)[number]
  readonly message: string
  readonly stack?: string
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** One line that the code wrote with `console`. */
export interface GuestLog {
  readonly level: (typeof logLevels)[number]
  readonly message: string
  /** The object of `console.info('text', object)`. */
  readonly data?: Json
  /** Milliseconds since 1970, by the clock of the runner. */
  readonly at?: number
}
