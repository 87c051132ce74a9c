import { DateTime } from 'luxon'
import { z } from 'zod'

/** From Monday, as ISO counts. */
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const businessDays = z.union([z.enum(['workdays', 'every-day']), z.array(z.enum(weekdays)).min(1).max(7)])

/** `2026-12-25`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid
}

export interface BusinessTime {
  /** `09:00`. */
  readonly time: string
  readonly days: z.output<typeof businessDays>
  readonly timezone: string
  /** `2026-12-25`. */
  readonly holidays: readonly string[]
}

/** Two years: whoever takes more days out than that has taken out all of them. */
const furthestDays = 731

/** The first such time after `now`, in milliseconds since 1970; undefined when no day counts. Days are those of the zone's wall clock. */
export function nextBusinessTime({ time, days, timezone, holidays }: BusinessTime, now: number): number | undefined {
  const wanted = weekdaysOf(days)
  const free = new Set(holidays)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const today = DateTime.fromMillis(now, { zone: timezone })
  for (let offset = 0; offset <= furthestDays; offset++) {
    // At noon, which every day has: stepping from midnight could land in a gap.
    const day = today.set({ hour: 12, minute: 0, second: 0, millisecond: 0 }).plus({ days: offset })
    if (!wanted.has(day.weekday) || free.has(day.toFormat('yyyy-MM-dd'))) continue
    // Of the two that an autumn night has, the first.
    const moment = Math.min(
      ...day
        .set({ hour, minute })
        .getPossibleOffsets()
        .map((one) => one.toMillis()),
    )
    if (moment > now) return moment
  }
  return undefined
}

function weekdaysOf(days: BusinessTime['days']): ReadonlySet<number> {
  if (days === 'workdays') return new Set([1, 2, 3, 4, 5])
  if (days === 'every-day') return new Set([1, 2, 3, 4, 5, 6, 7])
  return new Set(days.map((day) => weekdays.indexOf(day) + 1))
}
