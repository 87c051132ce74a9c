import type { Json } from '@millrace/engine'
import { type EventSource, encodeJson, failPoint, type NewEvent, type Store } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { newExecutionId } from '../execution-id.ts'
import type { Clock } from '../ports.ts'

export interface EmitRequest {
  readonly account: string
  readonly name: string
  readonly data: Json
  readonly source: EventSource
  /** How many events in a row have led to whoever sends it; 0 for somebody outside. */
  readonly depth: number
  /** The same id again is the same event. Left out, a new one is made. */
  readonly id?: string
}

export interface Emitted {
  readonly id: string
  /** See `StoredEvent`. */
  readonly position: number
  /** False when an event with this id was there already: it stays as it was. */
  readonly isNew: boolean
}

/** Where events go in. What they start is the dispatcher's. */
export interface EventBus {
  /** Resolves when the event is on disk. Rejects with `EVENT_INVALID`, `EVENT_TOO_LARGE`, `EVENT_TOO_DEEP`, or what the store says. */
  emit(request: EmitRequest): Promise<Emitted>
  /** Says that another write of the store has brought events with it. */
  nudge(): void
  /** Called, with nothing more said, when there may be new events. Returns the way to stop listening. */
  onAppended(listener: () => void): () => void
}

export interface EventBusPorts {
  readonly store: Pick<Store, 'events'>
  readonly clock: Pick<Clock, 'now'>
  /** So many events may lead to one another in a row. */
  readonly maxDepth: number
}

export const defaultMaxDepth = 25
/** As JSON text. What is larger belongs into a file, whose handle goes with the event. */
export const largestEventBytes = 1024 * 1024
const longestName = 500
const longestId = 300

/** What the runtime tells itself: nobody else may say that a workflow has ended or that a record has changed. */
const ownNames = ['workflow', 'table']

/** Written in one transaction at most, if they are not one event: others wait for no more than that. */
const batchBytes = 2 * largestEventBytes

interface Waiting {
  readonly event: NewEvent
  readonly bytes: number
  readonly resolve: (emitted: Emitted) => void
  readonly reject: (error: unknown) => void
}

/** All that is sent in one turn of the event loop shares one transaction and one fsync. */
export function createEventBus({ store, clock, maxDepth }: EventBusPorts): EventBus {
  const listeners = new Set<() => void>()
  const waiting: Waiting[] = []

  function emit({ account, name, data, source, depth, id }: EmitRequest): Promise<Emitted> {
    return new Promise((resolve, reject) => {
      assertName(name)
      if (id !== undefined && (id === '' || id.length > longestId)) throw invalid(`An event's id has 1 to ${longestId} characters.`)
      const bytes = sizeOf(name, data)
      if (depth >= maxDepth) throw tooDeep(name, source, maxDepth)
      const at = clock.now()
      const event: NewEvent = { account, id: id ?? newExecutionId(at), name, data, at, source, depth: depth + 1 }
      waiting.push({ event, bytes, resolve, reject })
      if (waiting.length === 1) setImmediate(() => void flush())
    })
  }

  async function flush(): Promise<void> {
    const batch = takeBatch()
    if (waiting.length > 0) setImmediate(() => void flush())
    try {
      const places = await store.events.append(batch.map(({ event }) => event))
      failPoint('event-appended')
      for (const [index, { event, resolve }] of batch.entries()) {
        const place = places[index]
        if (place !== undefined) resolve({ id: event.id, ...place })
      }
      nudge()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  function takeBatch(): readonly Waiting[] {
    let bytes = 0
    const end = waiting.findIndex((one, index) => {
      bytes += one.bytes
      return bytes > batchBytes && index > 0
    })
    return waiting.splice(0, end === -1 ? waiting.length : end)
  }

  function nudge(): void {
    for (const listener of listeners) listener()
  }

  return {
    emit,
    nudge,
    onAppended(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function assertName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (name === '' || name.length > longestName || /[\u0000-\u001f\u007f*]/.test(name) || !name.isWellFormed())
    throw invalid(`"${name.slice(0, 80)}" cannot name an event: write 1 to ${longestName} characters, without "*" and control characters.`)
  const [first = ''] = name.split('.', 1)
  if (name.includes('.') && ownNames.includes(first))
    throw invalid(`"${name.slice(0, 80)}" cannot be sent: names under "${first}." are Millrace's own. Choose another first word.`)
}

function sizeOf(name: string, data: Json): number {
  const bytes = Buffer.byteLength(encodeJson(data))
  if (bytes <= largestEventBytes) return bytes
  const message = `The data of event "${name}" has ${bytes} bytes, and ${largestEventBytes} may be: put it into a file and send its handle.`
  throw new RuntimeError('EVENT_TOO_LARGE', message)
}

function invalid(message: string): RuntimeError {
  return new RuntimeError('EVENT_INVALID', message)
}

export function tooDeep(name: string, { workflowId, executionId }: EventSource, maxDepth: number): RuntimeError {
  const sender = workflowId === undefined ? 'It' : `Workflow ${workflowId} (execution ${executionId})`
  const message = `${sender} sends event "${name}" at the end of a chain of ${maxDepth} events that each led to the next: does it start itself again? End the chain, or allow a longer one with MILLRACE_MAX_EVENT_DEPTH.`
  return new RuntimeError('EVENT_TOO_DEEP', message)
}
