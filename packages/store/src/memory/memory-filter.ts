import type { ExecutionFilter, ExecutionSummary } from '../execution-store.ts'

/** The order of the history: newest first, by id where several started in the same millisecond. */
export function newestFirst(a: ExecutionSummary, b: ExecutionSummary): number {
  return b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)
}

/** Whether the execution passes the filter and comes after `end`, where the page before ended. */
export function isListed(
  execution: ExecutionSummary,
  filter: ExecutionFilter,
  end: { readonly at: number; readonly id: string } | undefined,
): boolean {
  const { startedAt, id } = execution
  if (end !== undefined && (startedAt > end.at || (startedAt === end.at && id >= end.id))) return false
  if (filter.workflowId !== undefined && execution.workflowId !== filter.workflowId) return false
  if (filter.workflowIds !== undefined && !filter.workflowIds.includes(execution.workflowId)) return false
  if (filter.workflowVersion !== undefined && execution.workflowVersion !== filter.workflowVersion) return false
  if (!isAsLong(execution, filter)) return false
  if (filter.status !== undefined && !filter.status.includes(execution.status)) return false
  if (filter.triggerType !== undefined && execution.triggerType !== filter.triggerType) return false
  if (filter.key !== undefined && execution.admission?.key !== filter.key) return false
  if (filter.startedFrom !== undefined && startedAt < filter.startedFrom) return false
  if (filter.startedTo !== undefined && startedAt >= filter.startedTo) return false
  if (filter.isTest !== undefined && (execution.isTest === true) !== filter.isTest) return false
  if (filter.replayOf !== undefined && execution.replayOf !== filter.replayOf) return false
  return filter.parentId === undefined || execution.parent?.executionId === filter.parentId
}

function isAsLong({ startedAt, finishedAt }: ExecutionSummary, { minDurationMs, maxDurationMs }: ExecutionFilter): boolean {
  if (minDurationMs === undefined && maxDurationMs === undefined) return true
  if (finishedAt === undefined) return false
  const ms = finishedAt - startedAt
  return ms >= (minDurationMs ?? Number.NEGATIVE_INFINITY) && ms <= (maxDurationMs ?? Number.POSITIVE_INFINITY)
}
