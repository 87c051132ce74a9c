import {
  type EncodedEvents,
  type ExecutionSummary,
  type ExecutionWrite,
  encodeEvents,
  encodeJson,
  StoreError,
  type WriteOutcome,
} from '@millrace/store'

type Create = Extract<ExecutionWrite, { type: 'create' }>
type Append = Extract<ExecutionWrite, { type: 'append' }>
type Plain = Extract<ExecutionWrite, { type: 'wake' | 'letter' }>

/** `encoded` is absent when there are no events; `error` is JSON text. */
interface Encoded {
  readonly encoded: EncodedEvents | undefined
  readonly error: string | undefined
}

export type EncodedCreate = Create & Encoded
export type EncodedAppend = Append & Encoded

/** A write as it will enter the rows, or why it cannot. */
export type EncodedWrite = EncodedCreate | EncodedAppend | Plain | Extract<WriteOutcome, { type: 'unwritable' }>

/** Does all that can fail because of a user's value, before the transaction begins. */
export function encodeWrite(write: ExecutionWrite): EncodedWrite {
  if (write.type === 'wake' || write.type === 'letter') return write
  try {
    const encoded = write.events.length === 0 ? undefined : encodeEvents(write.events)
    return { ...write, encoded, error: errorText(write.type === 'create' ? write.execution : write.patch) }
  } catch (error) {
    if (error instanceof StoreError && error.code === 'VALUE_UNWRITABLE') return { type: 'unwritable', error }
    throw error
  }
}

function errorText(source: Pick<ExecutionSummary, 'error'> | undefined): string | undefined {
  return source?.error === undefined ? undefined : encodeJson(source.error)
}
