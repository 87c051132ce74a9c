import type { ApiEmitted, ApiEvent } from '../api/event-types.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'

/** What has come of an event, in lines. */
export function tellOutcome({ id, isDelivered, received, firings, ...event }: ApiEvent | ApiEmitted): readonly string[] {
  const again = 'isNew' in event && !event.isNew ? [`Event ${printable(id)} was sent before; now it was not.`] : []
  if (!isDelivered) return [...again, `Event ${printable(id)} is on disk and not delivered yet: millrace event show ${printable(id)}`]
  const lines = firings.map(({ workflowId, triggerId, outcome, executionId, message }) =>
    outcome === 'started'
      ? `Started execution ${executionId} of ${workflowId} (${triggerId}).`
      : `Failed to start ${workflowId} (${triggerId}): ${printable(message ?? 'no reason is known')}`,
  )
  if (received > 0) lines.push(`${countOf(received, 'step')} received it.`)
  if (lines.length === 0)
    lines.push(
      `Event ${printable(id)} is kept and has started nothing: no trigger listens for it, a filter is false or a pattern is not whole yet, and no step waits for it.`,
    )
  return [...again, ...lines]
}
