import { createHash } from 'node:crypto'
import type { Json } from '@millrace/engine'

/** How much of an answer values may take: each up to its limit, and all together up to another one. */
export interface Budget {
  /** The beginning of the value's JSON text when the value is too large, else undefined. */
  cut(value: Json): (Cut & { readonly text: string }) | undefined
}

/** What is told of a value that is not shown whole. */
interface Cut {
  readonly bytes: number
  /** Of its JSON text, SHA-256: two values can be compared without either being sent. */
  readonly hash: string
}

const previewLength = 1000
/** What is shown whole when the rest of the answer has used up the budget. */
const smallBytes = 256

export function createBudget(limitBytes: number, totalBytes: number): Budget {
  let left = totalBytes
  return {
    cut(value) {
      const text = JSON.stringify(value)
      const bytes = Buffer.byteLength(text)
      const isWhole = bytes <= (bytes <= left ? limitBytes : smallBytes)
      left -= isWhole ? bytes : previewLength
      return isWhole ? undefined : { text: text.slice(0, previewLength), bytes, hash: createHash('sha256').update(text).digest('hex') }
    },
  }
}

export const unlimited: Budget = { cut: () => undefined }

export interface Previews {
  /** Fields that hold the beginning of their JSON text, with the size of the whole. */
  readonly previews?: Readonly<Record<string, Cut>>
}

/**
 * Shows the large fields of a record as the beginning of their text and says which they are under `previews`: a reader is never
 * left to guess whether a text is the value.
 */
export function withPreviews<T extends object>(record: T, fields: readonly (keyof T & string)[], budget: Budget): T & Previews {
  const changed: Record<string, unknown> = {}
  const previews: Record<string, Cut> = {}
  for (const field of fields) {
    const value = record[field] as Json | undefined // The callers name fields that hold JSON.
    const cut = value === undefined ? undefined : budget.cut(value)
    if (cut === undefined) continue
    const { text, ...rest } = cut
    changed[field] = text
    previews[field] = rest
  }
  return Object.keys(changed).length === 0 ? record : { ...record, ...changed, previews }
}
