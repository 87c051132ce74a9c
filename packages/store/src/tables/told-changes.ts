import type { TableChange } from '../table-store.ts'
import { joinedLinks, type LinkChange, showLinks } from './link-changes.ts'

/** A change as it is noted while the write goes on. */
export interface NotedChange extends TableChange {
  readonly links?: readonly LinkChange[]
  /** No field was changed. */
  readonly isOfLinksAlone?: boolean
}

/**
 * The changes as they are told once the write is whole. What was done to the relations of one record, operation by operation, is one change,
 * and one with what happened to its fields just before or just after.
 */
export function toldChanges(noted: readonly NotedChange[]): readonly TableChange[] {
  if (!noted.some(({ links }) => links !== undefined)) return noted
  const told: NotedChange[] = []
  const last = new Map<string, number>()
  for (const change of noted) {
    const key = `${change.table} ${String(change.record.id)}`
    const place = last.get(key) ?? -1
    const joined = join(told[place], change)
    if (joined !== undefined) told[place] = joined
    else last.set(key, told.push(change) - 1)
  }
  return told.map(({ links, isOfLinksAlone: _, ...change }) => (links === undefined ? change : { ...change, ...showLinks(links) }))
}

/** Undefined where each is told by itself. */
function join(earlier: NotedChange | undefined, later: NotedChange): NotedChange | undefined {
  if (earlier === undefined || earlier.type === 'deleted' || later.type !== 'updated') return undefined
  const { isOfLinksAlone = false } = earlier
  if (!isOfLinksAlone && later.isOfLinksAlone !== true) return undefined
  const links = joinedLinks(earlier.links ?? [], later.links ?? [])
  return { ...earlier, record: later.record, order: later.order, links, isOfLinksAlone: isOfLinksAlone && later.isOfLinksAlone === true }
}
