import {
  type CreateExecution,
  type EncodedEvents,
  type ExecutionSummary,
  type ExecutionWrite,
  encodeEvents,
  encodeJson,
  type KnownValues,
  linesIn,
  type NewLine,
  StoreError,
  type WriteOutcome,
} from '@millrace/store'
import { encodeEvent } from '../events/encode-event.ts'
import type { EncodedEvent } from '../events/insert-event.ts'

type Append = Extract<ExecutionWrite, { type: 'append' }>
type Plain = Extract<ExecutionWrite, { type: 'wake' | 'letter' }>

/** `encoded` is absent when there are no events; `error` is JSON text. */
interface Encoded {
  readonly encoded: EncodedEvents | undefined
  readonly error: string | undefined
  /** What steps have logged; nearly always nothing. */
  readonly lines?: readonly NewLine[]
  readonly follow?: EncodedCreate
  readonly emits?: readonly EncodedEvent[]
}

export type EncodedCreate = Omit<CreateExecution, 'follow' | 'emits'> & Encoded
export type EncodedAppend = Omit<Append, 'follow' | 'emits'> & Encoded

/** A write as it will enter the rows, or why it cannot. */
export type EncodedWrite = EncodedCreate | EncodedAppend | Plain | Extract<WriteOutcome, { type: 'unwritable' }>

/** Does all that can fail because of a user's value, before the transaction begins. */
export function encodeWrite(write: ExecutionWrite, known?: KnownValues): EncodedWrite {
  if (write.type === 'wake' || write.type === 'letter') return write
  try {
    return write.type === 'create' ? encodeCreate(write, known) : encodeAppend(write, known)
  } catch (error) {
    if (error instanceof StoreError && error.code === 'VALUE_UNWRITABLE') return { type: 'unwritable', error }
    throw error
  }
}

function encodeCreate({ follow, emits, ...write }: CreateExecution, known: KnownValues | undefined): EncodedCreate {
  return { ...write, ...encodeParts(write, write.execution, { follow, emits }, known) }
}

function encodeAppend({ follow, emits, ...write }: Append, known: KnownValues | undefined): EncodedAppend {
  return { ...write, ...encodeParts(write, write.patch, { follow, emits }, known) }
}

function encodeParts(
  { events }: Pick<Append, 'events'>,
  source: Parameters<typeof errorText>[0],
  { follow, emits }: { readonly [Part in 'follow' | 'emits']: CreateExecution[Part] | undefined },
  known: KnownValues | undefined,
): Encoded {
  const encoded = events.length === 0 ? undefined : encodeEvents(events, known)
  const lines = linesIn(events)
  return {
    encoded,
    error: errorText(source),
    ...(lines && { lines }),
    ...(follow && { follow: encodeCreate(follow, known) }),
    ...(emits && { emits: emits.map(encodeEvent) }),
  }
}

function errorText(source: Pick<ExecutionSummary, 'error'> | undefined): string | undefined {
  return source?.error === undefined ? undefined : encodeJson(source.error)
}
