import { StoreError } from './errors.ts'

/** JSON text of anything that is kept; throws `VALUE_UNWRITABLE` where JSON.stringify throws or gives nothing. */
export function encodeJson(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value)
    if (text !== undefined) return text
  } catch (cause) {
    throw unwritable(cause instanceof Error ? cause.message : String(cause), cause)
  }
  throw unwritable(`a ${typeof value} is not JSON`)
}

function unwritable(reason: string, cause?: unknown): StoreError {
  return new StoreError('VALUE_UNWRITABLE', `The value cannot be stored (${reason}): make it smaller, flatter, or plain JSON.`, cause)
}
