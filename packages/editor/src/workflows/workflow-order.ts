import { type ListedWorkflow, shownName } from './listed-workflow.ts'

export const orders = ['name', 'run', 'published'] as const
export type Order = (typeof orders)[number]

/** `Order 2` comes before `Order 10`. */
const names = new Intl.Collator(undefined, { numeric: true })

/** By name, or what happened last first; what never happened comes at the end. */
export function inOrder(workflows: readonly ListedWorkflow[], order: Order): readonly ListedWorkflow[] {
  return workflows.toSorted((one, other) => {
    const byTime = order === 'name' ? 0 : timeOf(other, order).localeCompare(timeOf(one, order))
    return byTime || names.compare(shownName(one), shownName(other))
  })
}

/** ISO times sort as text; what runs at this moment comes before all that has ended. */
function timeOf({ lastRuns, publishedAt, unfinished = {} }: ListedWorkflow, order: 'run' | 'published'): string {
  if (order === 'published') return publishedAt ?? ''
  const runs = Object.values(unfinished).some((count) => count > 0)
  return runs ? 'now' : (lastRuns[0]?.startedAt ?? '')
}
