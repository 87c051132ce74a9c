import type { Operations } from '../api/api-schema.ts'
import { spanStart } from '../model/time-span.ts'

type EventsQuery = NonNullable<Operations['GET /api/v1/events']['query']>

/** What is asked of the events, as the address of the page keeps it. */
export interface EventFilter {
  /** One name, or with a star at its end the beginning of names. */
  readonly name: string
  /** Which has heard them. */
  readonly workflow: string
  /** A span such as `24h` up to now; empty for all time. */
  readonly since: string
}

const names = ['name', 'workflow', 'since'] as const

export const noEventFilter: EventFilter = { name: '', workflow: '', since: '' }

export function readEventFilter(address: URLSearchParams): EventFilter {
  return { ...noEventFilter, ...Object.fromEntries(names.map((name) => [name, address.get(name) ?? ''])) }
}

/** Only what is asked for: an empty filter is an empty address. */
export function writeEventFilter(filter: EventFilter): URLSearchParams {
  return new URLSearchParams(names.flatMap((name) => (filter[name] === '' ? [] : [[name, filter[name]]])))
}

/** What the live link takes of it: what comes is of this moment. */
export function liveEventFilter({ name, workflow }: EventFilter): Readonly<Record<string, string>> {
  return { ...(name !== '' && { name: name.slice(0, 500) }), ...(workflow !== '' && { workflow: workflow.slice(0, 200) }) }
}

/** As the API takes it. `now` in epoch milliseconds. */
export function toEventsQuery({ name, workflow, since }: EventFilter, now: number): EventsQuery {
  const from = spanStart(since, now)
  return { ...(name !== '' && { name }), ...(workflow !== '' && { workflow }), ...(from !== undefined && { from }) }
}
