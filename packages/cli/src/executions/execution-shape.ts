import type { ApiExecutionSummary } from '../api/execution-types.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { createPaint } from '../output/paint.ts'
import { statusMark } from '../output/status-mark.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

export function executionShape({ out }: Host): ListShape<ApiExecutionSummary> {
  const paint = createPaint(out)
  return {
    headings: ['id', 'status', 'workflow', 'version', 'trigger', 'started', 'duration', 'error, or what it waits for'],
    cells: ({ id, status, workflowId, workflowVersion, triggerId, startedAt, durationMs, canceling, error, waitsFor }) => [
      id,
      `${statusMark(paint, status)}${canceling ? ', canceling' : ''}`,
      workflowId,
      String(workflowVersion),
      triggerId,
      timeText(startedAt),
      durationMs === undefined ? '' : durationText(durationMs),
      cell(error?.code ?? waitsFor?.sentence),
    ],
    fields: {
      id: ({ id }) => id,
      status: ({ status }) => status,
      workflowId: ({ workflowId }) => workflowId,
      workflowVersion: ({ workflowVersion }) => String(workflowVersion),
      triggerId: ({ triggerId }) => triggerId,
      startedAt: ({ startedAt }) => startedAt,
      finishedAt: ({ finishedAt = '' }) => finishedAt,
      durationMs: ({ durationMs }) => (durationMs === undefined ? '' : String(durationMs)),
      errorCode: ({ error }) => error?.code ?? '',
      errorMessage: ({ error }) => error?.message ?? '',
      waitsFor: ({ waitsFor }) => waitsFor?.code ?? '',
      waitsForSentence: ({ waitsFor }) => waitsFor?.sentence ?? '',
    },
    empty: 'There are no such executions.',
  }
}

/** Local time, to the second, sortable. */
export function timeText(iso: string): string {
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19).replace('T', ' ')
}
