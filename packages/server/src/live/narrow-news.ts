import type { RecordMatch } from '@millrace/store'
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
