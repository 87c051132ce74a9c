import type { Json } from '@millrace/engine'

/** What a node may add when it fails. */
export interface FailureDetails {
  /** Stable and public, e.g. `HTTP_STATUS`. */
  readonly code?: string
  /** Plain data that the history shows and the error path may read as `error.details`. */
  readonly details?: Json
  readonly cause?: unknown
}

/** Ends the step at once: trying again would not help. */
export class FatalError extends Error {
  override readonly name = 'FatalError'
  readonly code: string
  readonly details: Json | undefined
  constructor(message: string, { code = 'NODE_FAILED', details, cause }: FailureDetails = {}) {
    super(message, { cause })
    this.code = code
    this.details = details
  }
}

/** May succeed when tried again: the step's retry policy decides. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  readonly code: string
  readonly details: Json | undefined
  /** No earlier than this, e.g. from a `Retry-After` header. */
  readonly retryAfterMs: number | undefined
  constructor(
    message: string,
    { code = 'NODE_FAILED', details, cause, retryAfterMs }: FailureDetails & { readonly retryAfterMs?: number } = {},
  ) {
    super(message, { cause })
    this.code = code
    this.details = details
    this.retryAfterMs = retryAfterMs
  }
}
