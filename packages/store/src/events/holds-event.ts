import type { EventFilter, StoredEvent } from '../event-store.ts'

/** Whether somebody who asks for this gets the event; every adapter answers the same. */
export function holdsEvent(
  { name, namePrefix = '', workflowId, triggerId, from = 0, to = Number.POSITIVE_INFINITY }: EventFilter,
  event: StoredEvent,
): boolean {
  if (name !== undefined && event.name !== name) return false
  if (!event.name.startsWith(namePrefix) || event.at < from || event.at >= to) return false
  if (workflowId === undefined) return true
  return event.firings.some((firing) => firing.workflowId === workflowId && (triggerId === undefined || firing.triggerId === triggerId))
}
