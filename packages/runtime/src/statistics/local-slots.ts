const hourMs = 3_600_000

/**
 * Where slots begin by the clock of a time zone, and where the last one ends: around all from `from` to `to`. A day is 23 or 25 hours long where
 * the clock is set. Whole hours, for older ends are known by those: in a zone that is half an hour off, a day begins at half past midnight.
 */
export function localEdges(from: number, to: number, slotMs: number, timezone: string): readonly number[] {
  const offset = offsetIn(timezone)
  const momentOf = (wall: number) => {
    const found = wall - offset(wall - offset(wall))
    // Where the clock is set forward over midnight the day begins with what comes after it.
    const moment = found + offset(found) < wall ? wall - offset(found) : found
    return Math.ceil(moment / hourMs) * hourMs
  }
  const edges: number[] = []
  let wall = Math.floor((from + offset(from)) / slotMs) * slotMs
  // One slot earlier: a whole hour may begin after `from`.
  for (wall -= slotMs; (edges.at(-1) ?? 0) < to; wall += slotMs) {
    const edge = momentOf(wall)
    if (edge <= from) edges.splice(0, edges.length, edge)
    else if (edge > (edges.at(-1) ?? 0)) edges.push(edge)
  }
  return edges
}

export function isTimezone(name: string): boolean {
  try {
    offsetIn(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** How far the clock of the zone is ahead of UTC at a moment. */
function offsetIn(timeZone: string): (at: number) => number {
  // Swedish is written as ISO 8601 is, but for the space.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return (at) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}
