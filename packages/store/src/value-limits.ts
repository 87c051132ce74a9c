import type { Json } from '@millrace/engine'
import { encodeJson } from './encode-json.ts'
import { StoreError } from './errors.ts'

const longestKey = 512
/** As JSON text in UTF-8. */
const largestValueBytes = 1024 * 1024

/** The key, if it is one. A lone surrogate would be stored as another character, and two keys as one. */
export function assertKey(key: string): void {
  if (key !== '' && key.length <= longestKey && key.isWellFormed()) return
  throw new StoreError(
    'VALUE_KEY_INVALID',
    `${JSON.stringify(key.slice(0, 80))} cannot be a key: give 1 to ${longestKey} characters of well-formed text.`,
  )
}

/** The value as JSON text, if it is not too large. */
export function encodeValue(key: string, value: Json): string {
  const text = encodeJson(value)
  if (text.length <= largestValueBytes && Buffer.byteLength(text) <= largestValueBytes) return text
  throw new StoreError(
    'VALUE_TOO_LARGE',
    `The value of ${JSON.stringify(key.slice(0, 80))} is larger than 1 MiB: keep it as a file, and its handle here.`,
  )
}
