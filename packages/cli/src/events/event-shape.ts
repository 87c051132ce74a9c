import type { ApiEvent } from '../api/event-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import { printable } from '../output/printable.ts'
import type { ListShape } from '../output/write-list.ts'

export function eventShape(): ListShape<ApiEvent> {
  return {
    headings: ['id', 'name', 'sent', 'by', 'outcome'],
    cells: (event) => [printable(event.id), printable(event.name), timeText(event.at), sourceText(event), outcomeText(event)],
    fields: {
      id: ({ id }) => id,
      name: ({ name }) => name,
      at: ({ at }) => at,
      workflowId: ({ source }) => source.workflowId ?? '',
      executionId: ({ source }) => source.executionId ?? '',
      step: ({ source }) => source.step ?? '',
      by: ({ source }) => source.by ?? '',
      depth: ({ depth }) => String(depth),
      isDelivered: ({ isDelivered }) => String(isDelivered),
      received: ({ received }) => String(received),
      started: ({ firings }) => firings.flatMap(({ executionId }) => executionId ?? []).join(' '),
      failed: ({ firings }) => String(firings.filter(({ outcome }) => outcome === 'failed').length),
    },
    empty: 'There are no such events: send one with millrace event emit NAME.',
  }
}

export function sourceText({ source: { workflowId, executionId, step, by } }: ApiEvent): string {
  if (by !== undefined) return printable(by)
  if (workflowId === undefined) return ''
  return step === undefined ? `the end of ${workflowId} ${executionId}` : `${workflowId} ${executionId} ${printable(step)}`
}

function outcomeText({ isDelivered, received, firings }: ApiEvent): string {
  if (!isDelivered) return 'not delivered yet'
  const started = firings.filter(({ outcome }) => outcome === 'started').length
  const failed = firings.length - started
  const parts = [
    ...(started > 0 ? [`${started} started`] : []),
    ...(received > 0 ? [`${received} received`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return parts.join(', ') || 'nobody'
}
