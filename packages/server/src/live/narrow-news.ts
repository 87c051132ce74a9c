import type { RecordMatch, TableChange } from '@millrace/store'
import { cutMessage, recordMessage, type TableNews } from './table-feed.ts'

/**
 * The message for somebody who follows only some of the records; undefined where it is none of theirs. A record that comes into them is
 * `created` with `entered`, one that leaves them `deleted` with `left`.
 */
export function narrowed({ change, text, position }: TableNews, match: RecordMatch): string | undefined {
  if (change === undefined) return text
  if (isTooMuchFor(match, change)) return cutMessage(change, position)
  if (change.type !== 'updated') return isAbout(match, change) ? text : undefined
  const [isIn, wasIn] = [match.holds(change), match.holds(change, 'before')]
  if (isIn && wasIn) return text
  if (isIn) return recordMessage({ ...change, type: 'created' }, position, { entered: true })
  return wasIn ? recordMessage({ ...change, type: 'deleted' }, position, { left: true }) : undefined
}

/**
 * The same for somebody who sees only some of the records: nothing is told of how a record was before they saw it, or what became of it since.
 * Of a record that is too large its owner decides alone, for whom it is.
 */
export function narrowedToSeen({ change, cut, text, position }: TableNews, sees: RecordMatch, match: RecordMatch): string | undefined {
  if (change === undefined) return cut !== undefined && isSeen(cut, sees) ? text : undefined
  if (isTooMuchFor(match, change)) return isSeen(change, sees) ? cutMessage(change, position) : undefined
  if (change.type !== 'updated' || change.before === undefined) return isAbout(match, change) ? text : undefined
  const [isIn, wasIn] = [match.holds(change), match.holds(change, 'before')]
  if (isIn && wasIn) return text
  const { before, relations: _, ...now } = change
  if (isIn) return recordMessage({ ...now, type: 'created' }, position, { entered: true })
  return wasIn ? recordMessage({ ...now, type: 'deleted', record: before }, position, { left: true }) : undefined
}

function isSeen(change: TableChange, sees: RecordMatch): boolean {
  return sees.holds(change) || (change.before !== undefined && sees.holds(change, 'before'))
}

/** Whether somebody who follows the condition hears of a record that has come or gone. */
function isAbout(match: RecordMatch, change: TableChange): boolean {
  return match.holds(change, change.type === 'deleted' ? 'before' : 'record')
}

/** A condition on relations cannot be judged by the first of many ids. */
function isTooMuchFor({ asksRelations }: RecordMatch, { relations }: TableChange): boolean {
  if (!asksRelations || relations === undefined) return false
  return Object.values(relations).some(
    ({ added, removed, addedCount, removedCount }) => addedCount > added.length || removedCount > removed.length,
  )
}
