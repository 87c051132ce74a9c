import type { Json } from '@millrace/engine'

/** An empty cell may be missing. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
