import type { Event } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import type { LiveMessage } from '../api/live.ts'
import { type EventFilter, liveEventFilter, toEventsQuery, writeEventFilter } from './event-filter.ts'
import { type Tail, useTail } from './use-tail.ts'

const pageSize = 100

/** As the live link tells it: of large data only the beginning. */
export interface ShownEvent extends Event {
  readonly previews?: object
}

/** The events that fit: each as it comes, and again when something has come of it. */
export function useEvents(filter: EventFilter, isFollowing: boolean): Tail<ShownEvent> {
  const source = {
    key: ['events', writeEventFilter(filter).toString()],
    topic: { events: liveEventFilter(filter) },
    read: (cursor: string | undefined, signal: AbortSignal) =>
      call('GET /api/v1/events', {
        query: { ...toEventsQuery(filter, Date.now()), limit: pageSize, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    told: ({ type, events }: LiveMessage) => (type === 'events' ? (events as readonly ShownEvent[]) : undefined), // The server's own events.
    idOf,
  }
  return useTail<ShownEvent>(source, isFollowing)
}

const idOf = ({ id }: Event) => id
