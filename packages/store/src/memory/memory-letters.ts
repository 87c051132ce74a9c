import { decodeTimeCursor } from '../cursor.ts'
import type { DeadLetter, LetterCount, LetterFilter } from '../dead-letter.ts'
import type { ExecutionSummary, Listed, Page } from '../execution-store.ts'
import { pageOf } from '../page.ts'

/** The open letters among the executions of an account, the newest failure first. */
export function listLetters(executions: readonly ExecutionSummary[], filter: LetterFilter, { limit, cursor }: Page): Listed<DeadLetter> {
  const end = cursor === undefined ? undefined : decodeTimeCursor(cursor)
  const rows = executions
    .filter(isOpen)
    .filter((row) => isWanted(row, filter))
    .filter(({ finishedAt, id }) => end === undefined || finishedAt < end.at || (finishedAt === end.at && id < end.id))
  return pageOf(rows.sort(newestFirst).slice(0, limit + 1), limit, ({ finishedAt, id }) => [finishedAt, id])
}

export function countLetters(executions: readonly ExecutionSummary[]): readonly LetterCount[] {
  const workflows = Map.groupBy(executions.filter(isOpen), ({ workflowId }) => workflowId)
  return [...workflows]
    .map(([workflowId, rows]) => {
      const times = rows.map(({ finishedAt }) => finishedAt)
      return { workflowId, count: rows.length, oldestAt: Math.min(...times), newestAt: Math.max(...times) }
    })
    .sort((a, b) => (a.workflowId < b.workflowId ? -1 : 1))
}

function isOpen(row: ExecutionSummary): row is DeadLetter {
  return row.letter === 'open' && row.finishedAt !== undefined
}

function isWanted({ workflowId, finishedAt, error }: DeadLetter, filter: LetterFilter): boolean {
  if (filter.workflowId !== undefined && workflowId !== filter.workflowId) return false
  if (filter.failedFrom !== undefined && finishedAt < filter.failedFrom) return false
  if (filter.failedTo !== undefined && finishedAt >= filter.failedTo) return false
  return filter.code === undefined || error?.code === filter.code
}

function newestFirst(a: DeadLetter, b: DeadLetter): number {
  return b.finishedAt - a.finishedAt || (a.id < b.id ? 1 : -1)
}
