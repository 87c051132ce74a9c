import type { RecordMatch, TableChange } from '@millrace/store'
import { recordMessage, type TableNews } from './table-feed.ts'

/**
 * The message for somebody who follows only some of the records; undefined where it is none of theirs. A record that comes into them is
 * `created` with `entered`, one that leaves them `deleted` with `left`.
 */
export function narrowed({ change, text, position }: TableNews, match: RecordMatch): string | undefined {
  if (change === undefined) return text
  const isIn = match(change.record)
  if (change.type !== 'updated' || change.before === undefined) return isIn ? text : undefined
  const wasIn = match(change.before)
  if (isIn && wasIn) return text
  if (isIn) return recordMessage({ ...change, type: 'created' }, position, { entered: true })
  return wasIn ? recordMessage({ ...change, type: 'deleted' }, position, { left: true }) : undefined
}

/**
 * The same for somebody who sees only some of the records: nothing is told of how a record was before they saw it, or what became of it since.
 * Of a record that is too large its owner decides alone, for whom it is.
 */
export function narrowedToSeen({ change, cut, text, position }: TableNews, sees: RecordMatch, match: RecordMatch): string | undefined {
  if (change === undefined) return cut !== undefined && sides(cut).some(sees) ? text : undefined
  const { before, ...now } = change
  const isIn = match(now.record)
  if (now.type !== 'updated' || before === undefined) return isIn ? text : undefined
  const wasIn = match(before)
  if (isIn && wasIn) return text
  if (isIn) return recordMessage({ ...now, type: 'created' }, position, { entered: true })
  return wasIn ? recordMessage({ ...now, type: 'deleted', record: before }, position, { left: true }) : undefined
}

function sides({ record, before }: TableChange) {
  return before === undefined ? [record] : [record, before]
}
