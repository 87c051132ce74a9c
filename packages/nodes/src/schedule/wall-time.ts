import { IANAZone } from 'luxon'
import { dayMs } from './day.ts'

/** What a clock shows, written as the moment at which a clock in UTC shows the same: milliseconds since 1970. */
export type WallTime = number

const minuteMs = 60_000

export function wallTimeAt(atMs: number, timezone: string): WallTime {
  return atMs + offsetAt(atMs, timezone)
}

/** The moment at which the clock shows it: the first one of two, and the first one after it where the clock never does. */
export function momentOf(wall: WallTime, timezone: string): number {
  const before = offsetAt(wall - dayMs, timezone)
  const after = offsetAt(wall + dayMs, timezone)
  const found = [wall - before, wall - after].find((moment) => wallTimeAt(moment, timezone) === wall)
  return found ?? firstPast(wall, wall - Math.max(before, after), wall - Math.min(before, after), timezone)
}

/** The clock is set forward past it between these two. */
function firstPast(wall: WallTime, sooner: number, later: number, timezone: string): number {
  let [early, late] = [sooner, later]
  while (late - early > 1000) {
    const middle = early + Math.floor((late - early) / 2000) * 1000
    if (wallTimeAt(middle, timezone) > wall) late = middle
    else early = middle
  }
  return late
}

function offsetAt(atMs: number, timezone: string): number {
  return timezone === 'UTC' ? 0 : IANAZone.create(timezone).offset(atMs) * minuteMs
}
