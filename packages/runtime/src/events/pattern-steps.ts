import type { EventPattern } from '@millrace/kit'
import { matchesName } from './name-pattern.ts'

/** An event that a pattern has seen. What it says is looked up when the pattern is whole. */
export interface Seen {
  readonly id: string
  readonly name: string
  readonly at: number
  readonly depth: number
}

export interface PatternStep {
  /** What counts from now on; the list that was given where nothing has changed. */
  readonly seen: readonly Seen[]
  /** Set when the pattern is whole: the events that make it up. It begins anew then. */
  readonly fired?: readonly Seen[]
}

/** Owns: what patterns mean. Pure: time comes in with the events. Does not own: which events fit, and where what was seen is kept. */
export function afterEvent(pattern: EventPattern, before: readonly Seen[], event: Seen): PatternStep {
  const { seen, fired } = afterTime(pattern, before, event.at)
  switch (pattern.type) {
    case 'times':
      return wholeAt(pattern.times, [...seen, event])
    case 'sequence':
      return afterNext(pattern.names, seen, event)
    case 'absence': {
      const kept = fits(pattern.unless, event) ? nothing : seen
      const next = kept.length === 0 && fits(pattern.first, event) ? [event] : kept
      return { seen: next, ...(fired && { fired }) }
    }
  }
}

/** What has become too old counts no more; what was waited for and has not come makes an absence whole. */
export function afterTime(pattern: EventPattern, before: readonly Seen[], now: number): PatternStep {
  const seen = broughtBack(before, now)
  const isOld = ({ at }: Seen): boolean => at + pattern.withinMs < now
  const [first] = seen
  if (first === undefined || !isOld(first)) return { seen }
  if (pattern.type === 'absence') return { seen: nothing, fired: seen }
  return { seen: pattern.type === 'times' ? seen.filter((one) => !isOld(one)) : nothing }
}

/** When time alone changes something; undefined where nothing is waited for. */
export function wakeTimeOf({ withinMs }: EventPattern, [first]: readonly Seen[]): number | undefined {
  return first && first.at + withinMs + 1
}

/** Events of several senders are a little out of order at times. */
const farAheadMs = 60_000

/** Whether it wakes later than it can have to, because somebody has set the clock back since its events were seen. */
export function waitsTooLong(pattern: EventPattern | undefined, waitsMs: number): boolean {
  return pattern !== undefined && waitsMs > pattern.withinMs + farAheadMs
}

/** Without this a clock that was a year ahead for a minute would leave a pattern silent for a year. */
function broughtBack(seen: readonly Seen[], now: number): readonly Seen[] {
  const isAhead = seen.some(({ at }) => at > now + farAheadMs)
  return isAhead ? seen.map((one) => (one.at > now ? { ...one, at: now } : one)) : seen
}

const nothing: readonly Seen[] = []

function wholeAt(count: number, seen: readonly Seen[]): PatternStep {
  return seen.length >= count ? { seen: nothing, fired: seen } : { seen }
}

/** What comes between is passed over. A first one that comes again before the second begins anew, so that the time counts from the last. */
function afterNext(names: readonly (readonly string[])[], seen: readonly Seen[], event: Seen): PatternStep {
  if (fits(names[seen.length] ?? [], event)) return wholeAt(names.length, [...seen, event])
  return seen.length === 1 && fits(names[0] ?? [], event) ? { seen: [event] } : { seen }
}

function fits(names: readonly string[], { name }: Seen): boolean {
  return names.some((one) => matchesName(one, name))
}
