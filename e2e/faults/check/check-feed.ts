import type { Feed } from '../ledger/feed.ts'
import type { History } from './read-histories.ts'

/** A poll has one execution for each entry of the feed, also for those that came while nothing ran. That there are no two is seen elsewhere. */
export function checkFeed(feed: Feed, histories: readonly History[]): readonly string[] {
  const begun = new Set(histories.flatMap(({ summary, n }) => (summary.workflowId === 'polling' ? [n] : [])))
  const lost = Array.from({ length: feed.length() }, (_, index) => index + 1).filter((n) => !begun.has(n))
  return [
    ...feed.violations,
    ...(feed.isTaken() ? [] : ['The poll has not come to the end of the feed.']),
    ...(lost.length === 0 ? [] : [`Of the ${feed.length()} entries of the feed these have no execution: ${lost.slice(0, 20).join(', ')}`]),
  ]
}
