import type { JsonObject } from '@millrace/engine'
import type { CheckedAuth } from '@millrace/kit'
import { ProblemError } from '../../problem.ts'

/** A request whose sender is to be known, before anything of it is parsed. */
export interface Call {
  /** The first value of a header, by its lower-case name. */
  header(name: string): string | undefined
  /** As it was sent: a signature is over these bytes. */
  readonly body: Uint8Array
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Whether the proof is over the body, which must be here then. */
export function isOverBody({ type }: CheckedAuth): boolean {
  return !['header', 'bearer', 'basic', 'jwt'].includes(type)
}

/** What is known of the caller once it has proved who it is. */
export interface Caller {
  /** What its token claims. */
  readonly claims?: JsonObject
}

/** What does not prove who sent it. What exactly is wrong is for the sender's own log: it helps a guesser. */
export function unauthorized(challenge: string | undefined): ProblemError {
  return new ProblemError('WEBHOOK_UNAUTHORIZED', 'The request does not prove who sent it: check the key, the signature and the time.', {
    ...(challenge !== undefined && { headers: { 'www-authenticate': challenge } }),
  })
}
