/**
 * The smallest step between two places in a queue, in milliseconds: a power of two, so that it is exact beside any time before the year 2100.
 */
const step = 2 ** -10

/** Gives each arrival a time of its own, in order, however many come in one millisecond. */
export function createOrder(): (now: number) => number {
  let last = Number.NEGATIVE_INFINITY
  return (now) => {
    last = after(last, now)
    return last
  }
}

/** Not before `now`, and after what came last. */
export function after(last: number, now: number): number {
  return now > last ? now : last + step
}
