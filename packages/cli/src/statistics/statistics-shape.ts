import type { ApiEnded, ApiStatistics, ApiStatisticsSlot } from '../api/statistics-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import { durationText } from '../output/duration-text.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

interface WorkflowRow extends ApiEnded {
  readonly workflowId: string
  readonly unfinished: Readonly<Record<string, number>>
}

/** Each workflow, and all of them together when there are several. */
export function workflowRows(statistics: ApiStatistics): readonly WorkflowRow[] {
  const { workflows } = statistics
  return workflows.length > 1 ? [...workflows, { ...statistics, workflowId: '(all)' }] : workflows
}

const headings = ['ended', 'success', 'failed', 'other', 'rate', 'average', 'min', 'p50', 'p95', 'max'] as const

export const workflowShape: ListShape<WorkflowRow> = {
  headings: ['workflow', ...headings, 'unfinished'],
  cells: (row) => [cell(row.workflowId), ...endedCells(row), String(sum(row.unfinished))],
  fields: {
    workflowId: ({ workflowId }) => workflowId,
    ...endedFields<WorkflowRow>(),
    unfinished: ({ unfinished }) => String(sum(unfinished)),
  },
  empty: 'Nothing ended in this time, and nothing is under way.',
}

export const slotShape: ListShape<ApiStatisticsSlot> = {
  headings: ['from', ...headings],
  cells: (row) => [timeText(row.from), ...endedCells(row)],
  fields: { from: ({ from }) => from, to: ({ to }) => to, ...endedFields<ApiStatisticsSlot>() },
  empty: 'Nothing ended in this time.',
}

function endedCells({ total, byStatus, successRate, durationMs }: ApiEnded): readonly string[] {
  const { success = 0, failed = 0 } = byStatus
  const rate = successRate === undefined ? '' : rateText(successRate)
  const times = durationMs && [durationMs.average, durationMs.min, durationMs.p50, durationMs.p95, durationMs.max]
  return [total, success, failed, total - success - failed].map(String).concat(rate, times?.map(durationText) ?? [])
}

/** `100 %` only where nothing failed: 99.96 is `99.9 %`. */
function rateText(rate: number): string {
  return `${rate === 1 ? 100 : (Math.floor(rate * 1000) / 10).toFixed(1)} %`
}

function endedFields<Row extends ApiEnded>(): Readonly<Record<string, (row: Row) => string>> {
  const ms = (name: keyof NonNullable<ApiEnded['durationMs']>) => (row: Row) =>
    row.durationMs === undefined ? '' : String(row.durationMs[name])
  const of = (status: string) => (row: Row) => String(row.byStatus[status] ?? 0)
  return {
    ended: ({ total }) => String(total),
    success: of('success'),
    failed: of('failed'),
    canceled: of('canceled'),
    timedOut: of('timed_out'),
    crashed: of('crashed'),
    successRate: ({ successRate }) => (successRate === undefined ? '' : String(successRate)),
    averageMs: ms('average'),
    minMs: ms('min'),
    p50Ms: ms('p50'),
    p95Ms: ms('p95'),
    p99Ms: ms('p99'),
    maxMs: ms('max'),
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
