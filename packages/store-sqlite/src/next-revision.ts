import type { Connection } from './connection.ts'

/** A number that never came before, for whatever has revisions. To be called inside of a write. */
export function prepareNextRevision({ prepare }: Connection): () => number {
  const next = prepare("UPDATE counter SET value = value + 1 WHERE name = 'revision' RETURNING value")
  return () => Number(next.get()?.value)
}
