import type { ApiPoll } from '../api/trigger-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { statusMark } from '../output/status-mark.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

export function pollShape({ out }: Host): ListShape<ApiPoll> {
  const paint = createPaint(out)
  return {
    headings: ['workflow', 'trigger', 'next', 'last', 'execution'],
    cells: (poll) => [
      poll.workflowId,
      poll.triggerId,
      nextText(poll),
      lastText(poll),
      poll.lastExecution?.status === undefined
        ? cell(poll.lastExecution?.id)
        : `${statusMark(paint, poll.lastExecution.status)} ${poll.lastExecution.id}`,
    ],
    fields: {
      workflowId: ({ workflowId }) => workflowId,
      triggerId: ({ triggerId }) => triggerId,
      isPaused: ({ isPaused }) => String(isPaused),
      nextAt: ({ nextAt = '' }) => nextAt,
      lastAt: ({ last }) => last?.at ?? '',
      lastOutcome: ({ last }) => last?.outcome ?? '',
      lastMessage: ({ last }) => last?.message ?? '',
      failures: ({ failures }) => String(failures),
      pending: ({ pending }) => String(pending),
      lastExecutionId: ({ lastExecution }) => lastExecution?.id ?? '',
      lastExecutionStatus: ({ lastExecution }) => lastExecution?.status ?? '',
    },
    empty: 'There are no such triggers that look by themselves: add one of type poll, email or file, or switch it on.',
  }
}

/** All there is to say of one, a line for each. */
export function pollLines(poll: ApiPoll): string {
  const { last, lastExecution, pending } = poll
  return [
    `  next  ${nextText(poll)}`,
    `  last  ${lastText(poll)}${last?.message === undefined ? '' : `: ${printable(last.message)}`}`,
    ...(pending === 0 ? [] : [`  found ${pending} that are not begun yet`]),
    ...(lastExecution === undefined
      ? []
      : [`  as    execution ${lastExecution.id}, ${lastExecution.status ?? 'no longer in the history'}`]),
    '',
  ].join('\n')
}

function nextText({ isPaused, nextAt }: ApiPoll): string {
  if (isPaused) return 'paused'
  return nextAt === undefined ? 'switched off' : timeText(nextAt)
}

function lastText({ last, failures }: ApiPoll): string {
  if (last === undefined) return 'not yet'
  const what = { started: 'found something', 'nothing-new': 'nothing new', failed: failures > 1 ? `failed ${failures} times` : 'failed' }
  return `${timeText(last.at)} ${what[last.outcome]}`
}
