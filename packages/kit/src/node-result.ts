import type { HttpResponse, Json, JsonObject } from '@millrace/engine'
import type { NodeResult } from './node-type.ts'

type ResultOf<Type extends NodeResult['type']> = Extract<NodeResult, { type: Type }>

/** The step has finished, on its normal port unless another is named. */
export function done(output: Json, port?: string): ResultOf<'done'> {
  return port === undefined ? { type: 'done', output } : { type: 'done', output, port }
}

/** The step has finished and whoever fired the trigger gets this answer. */
export function respond(response: HttpResponse, output: Json): ResultOf<'respond'> {
  return { type: 'respond', response, output }
}

/** The step sleeps, on disk, until this moment by the clock on the wall (milliseconds since 1970) and then finishes with `output`. */
export function waitUntil(until: number, output: Json): ResultOf<'wait'> {
  return { type: 'wait', until, output }
}

/** The step sleeps, on disk, until so long has passed, whoever sets the clock meanwhile, and then finishes with `output`. */
export function waitFor(ms: number, output: Json): ResultOf<'wait-for'> {
  return { type: 'wait-for', ms, output }
}

/** The step sleeps, on disk, until this moment and is then run once more, finding `memory` in its context. */
export function again(until: number, memory: Json): ResultOf<'again'> {
  return { type: 'again', until, memory }
}

export type Signal =
  | { readonly channel: 'event'; readonly key: string; readonly until?: number | undefined }
  | { readonly channel: 'token'; readonly until?: number | undefined; readonly about?: Json }

/**
 * The step waits, on disk, until somebody sends what it waits for: an event of that name, or a call to its own single-use address. What
 * was sent is its output. Past `until` it fails as a timeout.
 */
export function waitForSignal({ until, ...signal }: Signal): ResultOf<'signal'> {
  return { type: 'signal', ...signal, ...(until === undefined ? {} : { until }) }
}

export interface Call {
  readonly workflow: string
  /** The newest one when left out. */
  readonly version?: number | undefined
  readonly inputs?: JsonObject
  /** Finish only when the called execution has: then with its result. True when left out. */
  readonly wait?: boolean
}

/** Starts an execution of another workflow. */
export function call({ workflow, version, inputs = {}, wait = true }: Call): ResultOf<'call'> {
  return { type: 'call', workflow, ...(version === undefined ? {} : { version }), inputs, wait }
}

export interface Stop {
  readonly status?: 'success' | 'failed'
  readonly output?: Json
  readonly message?: string | undefined
  /** Ends the path that led here and lets the others go on; only with `success`. */
  readonly only?: 'path' | undefined
}

/** The whole execution ends here. With `failed` the step fails for good with the code `STOPPED`, and may be caught. */
export function stop({ status = 'success', output = null, message, only }: Stop = {}): ResultOf<'stop'> {
  return { type: 'stop', status, output, ...(message === undefined ? {} : { message }), ...(only === undefined ? {} : { only }) }
}
