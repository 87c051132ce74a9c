import type { ApiExecutionSummary } from '../api/execution-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

export const letterShape: ListShape<ApiExecutionSummary> = {
  headings: ['id', 'workflow', 'version', 'failed', 'code', 'error'],
  cells: ({ id, workflowId, workflowVersion, startedAt, finishedAt = startedAt, error }) => [
    id,
    workflowId,
    String(workflowVersion),
    timeText(finishedAt),
    cell(error?.code),
    cell(error?.message),
  ],
  fields: {
    id: ({ id }) => id,
    workflowId: ({ workflowId }) => workflowId,
    workflowVersion: ({ workflowVersion }) => String(workflowVersion),
    failedAt: ({ finishedAt = '' }) => finishedAt,
    errorCode: ({ error }) => error?.code ?? '',
    errorMessage: ({ error }) => error?.message ?? '',
  },
  empty: 'There are no dead letters.',
}
