import type { Operations } from '../api/api-schema.ts'
import { spanStart } from '../model/time-span.ts'

type ListQuery = NonNullable<Operations['GET /api/v1/executions']['query']>

/** What the history is asked for, as the address of the page keeps it: a link shows another person the same list. */
export interface ExecutionFilter {
  readonly search: string
  readonly workflow: string
  readonly status: readonly string[]
  readonly trigger: string
  /** A span such as `24h` up to now; empty for all time. */
  readonly since: string
  /** Local times as a browser's field writes them, e.g. `2027-03-01T09:00`. */
  readonly from: string
  readonly to: string
  readonly minDuration: string
  readonly maxDuration: string
  readonly version: string
  readonly key: string
  /** `true` for test runs alone, `false` for none of them. */
  readonly test: string
}

const texts = ['search', 'workflow', 'trigger', 'since', 'from', 'to', 'minDuration', 'maxDuration', 'version', 'key', 'test'] as const

export const noFilter: ExecutionFilter = {
  ...{ search: '', workflow: '', status: [], trigger: '', since: '', from: '', to: '' },
  ...{ minDuration: '', maxDuration: '', version: '', key: '', test: '' },
}

export function readFilter(address: URLSearchParams): ExecutionFilter {
  const given = Object.fromEntries(texts.map((name) => [name, address.get(name) ?? '']))
  const status = (address.get('status') ?? '').split(',').filter((one) => one !== '')
  return { ...noFilter, ...given, status }
}

/** Only what is asked for: an empty filter is an empty address. */
export function writeFilter(filter: ExecutionFilter): URLSearchParams {
  const address = new URLSearchParams()
  for (const name of texts) if (filter[name] !== '') address.set(name, filter[name])
  if (filter.status.length > 0) address.set('status', filter.status.join(','))
  return address
}

export function isFiltered(filter: ExecutionFilter): boolean {
  return writeFilter(filter).size > 0
}

/** As the API takes it. What is half typed is left out, not sent to be refused. `now` in epoch milliseconds. */
export function toQuery(filter: ExecutionFilter, now: number): ListQuery {
  const { search, workflow, status, trigger, since, from, to, minDuration, maxDuration, version, key, test } = filter
  const spanFrom = spanStart(since, now)
  const startedFrom = spanFrom ?? isoOf(from)
  const startedTo = spanFrom === undefined ? isoOf(to) : undefined
  return {
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(workflow !== '' && { workflow }),
    ...(status.length > 0 && { status: status.join(',') }),
    ...(trigger !== '' && { trigger }),
    ...(startedFrom !== undefined && { startedFrom }),
    ...(startedTo !== undefined && { startedTo }),
    ...(isSpan(minDuration) && { minDuration }),
    ...(isSpan(maxDuration) && { maxDuration }),
    ...(/^[1-9]\d{0,8}$/.test(version) && { version: Number(version) }),
    ...(key !== '' && { key }),
    ...((test === 'true' || test === 'false') && { test }),
  }
}

/** Whether something is filled in that the query leaves out, being half typed or no time: the list then has more than was meant. */
export function isHalfTyped(filter: ExecutionFilter): boolean {
  const typed = ['search', 'from', 'to', 'minDuration', 'maxDuration', 'version'] as const
  return typed.some((name) => filter[name] !== '' && Object.keys(toQuery({ ...noFilter, [name]: filter[name] }, 0)).length === 0)
}

/** A duration as workflows write them: `500ms`, `10s`, `1h30m`. */
export function isSpan(text: string): boolean {
  return /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/.test(text)
}

function isoOf(local: string): string | undefined {
  const at = new Date(local)
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
