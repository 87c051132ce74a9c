import type { GuestLog } from './protocol/messages.ts'

/** Every error of the sandbox. `CODE_…` is the doing of the user's code; the others are ours or the machine's. */
export const sandboxErrors = {
  CODE_SYNTAX: 'The code is not JavaScript: `line` and `column` say where.',
  CODE_THREW: 'The code threw: the message is its own, `line` and `column` say where.',
  CODE_TIMEOUT: 'The code took longer than it may: give it more time, or less work.',
  CODE_STUCK: 'The code awaits something that can never happen, such as a promise that nobody resolves.',
  CODE_MEMORY: 'The code used more memory than it may: take fewer items at once, or allow more.',
  CODE_CRASHED: 'The code broke the process it ran in; most often it was memory.',
  CODE_OUTPUT: 'What the code returned is not JSON: the message says what and where.',
  CODE_TOO_LARGE: 'The code, its input or its output is larger than may pass.',
  CODE_CANCELED: 'The call was canceled.',
  SANDBOX_UNAVAILABLE: 'Code cannot run on this machine: the message says why and what to do.',
  SANDBOX_CLOSED: 'The process is shutting down: try again when it is back.',
} as const

export type SandboxErrorCode = keyof typeof sandboxErrors

export interface SandboxErrorDetails {
  /** In the user's code, counted from 1. */
  readonly line?: number
  readonly column?: number
  /** The stack as the user's code sees it. */
  readonly guestStack?: string
  /** What the code logged before it failed. */
  readonly logs?: readonly GuestLog[]
  readonly cause?: unknown
}

export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly line?: number
  readonly column?: number
  readonly guestStack?: string
  readonly logs: readonly GuestLog[]
  constructor(code: SandboxErrorCode, message: string, { line, column, guestStack, logs = [], cause }: SandboxErrorDetails = {}) {
    super(message, { cause })
    this.code = code
    this.logs = logs
    if (line !== undefined) this.line = line
    if (column !== undefined) this.column = column
    if (guestStack !== undefined) this.guestStack = guestStack
  }
}
