import type { Change } from '@millrace/engine'
import { lineEdits } from '../line-edits.ts'

/** The change that makes one text of another, by the lines that differ. */
export function textChange(from: string, to: string): Change {
  // From the end, so that each offset is still the one in `from`.
  const changes = lineEdits(from, to).map(({ offset, remove, insert }): Change => ({ type: 'text', offset, remove, insert }))
  return { type: 'all', changes: changes.toReversed() }
}
