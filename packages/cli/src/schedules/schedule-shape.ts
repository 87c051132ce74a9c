import type { ApiSchedule } from '../api/trigger-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { statusMark } from '../output/status-mark.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

export function scheduleShape({ out }: Host): ListShape<ApiSchedule> {
  const paint = createPaint(out)
  return {
    headings: ['workflow', 'trigger', 'next', 'last', 'execution'],
    cells: (schedule) => [
      schedule.workflowId,
      schedule.triggerId,
      nextText(schedule),
      lastText(schedule),
      schedule.lastExecution?.status === undefined
        ? cell(schedule.lastExecution?.id)
        : `${statusMark(paint, schedule.lastExecution.status)} ${schedule.lastExecution.id}`,
    ],
    fields: {
      workflowId: ({ workflowId }) => workflowId,
      triggerId: ({ triggerId }) => triggerId,
      isPaused: ({ isPaused }) => String(isPaused),
      nextAt: ({ nextAt = '' }) => nextAt,
      lastAt: ({ last }) => last?.at ?? '',
      lastOutcome: ({ last }) => last?.outcome ?? '',
      lastExecutionId: ({ lastExecution }) => lastExecution?.id ?? '',
      lastExecutionStatus: ({ lastExecution }) => lastExecution?.status ?? '',
    },
    empty: 'There are no such triggers that go by the clock: add one of type schedule, or switch it on.',
  }
}

export function nextText({ isPaused, nextAt }: ApiSchedule): string {
  if (isPaused) return 'paused'
  return nextAt === undefined ? 'none' : timeText(nextAt)
}

export function lastText({ last }: ApiSchedule): string {
  if (last === undefined) return 'not yet'
  return last.outcome === 'started' ? timeText(last.at) : `${timeText(last.at)} ${last.outcome}`
}
