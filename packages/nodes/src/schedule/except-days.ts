import { DateTime } from 'luxon'

/** The times of a schedule that lie on none of the days, each written as 2027-12-25 and meant by the clock of the time zone. */
export function withoutDays(
  after: (time: number) => number | undefined,
  days: readonly string[],
  timezone: string,
): (time: number) => number | undefined {
  if (days.length === 0) return after
  const off = new Set(days)
  return (time) => {
    let next = after(time)
    while (next !== undefined) {
      const local = DateTime.fromMillis(next, { zone: timezone })
      if (!off.has(local.toFormat('yyyy-MM-dd'))) return next
      // To the end of that day at once: it may hold thousands of times.
      next = after(local.endOf('day').toMillis())
    }
    return undefined
  }
}
