import type { JsonObject } from '@millrace/engine'

/** How many events in a row have led to an execution, by what it was started with; 0 for one that no event has started. */
export function eventDepthOf({ eventDepth }: JsonObject): number {
  return typeof eventDepth === 'number' && Number.isSafeInteger(eventDepth) && eventDepth > 0 ? eventDepth : 0
}

/** What an execution hands on to one that it brings about. Nothing where there is nothing to count, which is nearly always. */
export function depthHandedOn(trigger: JsonObject): { readonly eventDepth?: number } {
  const eventDepth = eventDepthOf(trigger)
  return eventDepth === 0 ? {} : { eventDepth }
}
