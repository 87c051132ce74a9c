import type { Json, JsonObject } from '@millrace/engine'
import type { GuestLog } from './protocol/messages.ts'

/** One call of users' code. */
export interface GuestRequest {
  /** Whose code it is. A process serves one account until it is recycled. */
  readonly account: string
  /** JavaScript: the body of an async function. `input`, `console`, `port`, `sleep` and the names of `context` are in scope. */
  readonly code: string
  /** A script that is evaluated first and may define globals: bundled packages. */
  readonly modules?: string
  readonly input: Json
  /** Further names in scope. */
  readonly context?: JsonObject
  /** Wall time of the call, without the time in the queue. */
  readonly timeoutMs: number
  /** Heap of the isolate. */
  readonly memoryMb: number
  /** Ends the process if the call is running. */
  readonly signal?: AbortSignal
}

export interface GuestResult {
  /** What the code returned; null if it returned nothing. */
  readonly output: Json
  /** Which output port the code chose with `return port('name', value)`. */
  readonly port?: string
  readonly logs: readonly GuestLog[]
  readonly cpuMs?: number
}
