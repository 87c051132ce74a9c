/** What the clock on the wall shows, which anybody may set. */
export interface WallClock {
  now(): number
  move(byMs: number): void
  /** Whether it was set back so far, since this moment of the clock that nobody sets, that schedules did not wait for it. */
  wasFarBackSince(at: number): boolean
}

/** When a simulated world begins. */
export const epoch = Date.UTC(2026, 0, 1)
/** Beyond that a schedule goes on with the next time by the clock, as its documentation says. */
const waitedForMs = 3_600_000

export function createWallClock(steady: () => number): WallClock {
  let offsetMs = 0
  let furthest = 0
  let farBackAt = Number.NEGATIVE_INFINITY
  const now = () => epoch + Math.floor(steady()) + offsetMs
  return {
    now,
    move(byMs) {
      furthest = Math.max(furthest, now())
      offsetMs += byMs
      if (now() < furthest - waitedForMs) farBackAt = steady()
    },
    wasFarBackSince: (at) => farBackAt >= at,
  }
}
