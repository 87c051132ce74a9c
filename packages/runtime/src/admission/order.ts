/**
 * The smallest step between two places in a queue, in milliseconds: a power of two, so that it is exact beside any time before the year 2100.
 */
const step = 2 ** -10

/** A time for what comes now: not before `now`, and after what came last, however many come in one millisecond. */
export function after(last: number, now: number): number {
  return now > last ? now : last + step
}
