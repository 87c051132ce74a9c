/** A date without time or zone, as days since 1 January 1970. */
export type Day = number

export const dayMs = 86_400_000

/** The days from the first up to the end, which is the day after them. */
interface Span {
  readonly first: Day
  readonly end: Day
}

/** Which one it is of its kind, counted from 1, and from the end as -1. */
interface Place {
  readonly nth: number
  readonly nthLast: number
}

/** Of all days of the span, or of those that are whole weeks away. */
export function placeIn({ first, end }: Span, day: Day, step = 1): Place {
  return { nth: Math.floor((day - first) / step) + 1, nthLast: -Math.floor((end - 1 - day) / step) - 1 }
}

/** The number of its week: a week is of the year in which its fourth day lies. */
export function weekPlace(day: Day, weekStart: number): Place {
  const fourth = day - ((weekdayOf(day) - weekStart + 7) % 7) + 3
  return placeIn(yearOf(dateOf(fourth).year), fourth, 7)
}

export function holds(numbers: readonly number[], { nth, nthLast }: Place): boolean {
  return numbers.includes(nth) || numbers.includes(nthLast)
}

export function monthOf(year: number, month: number): Span {
  return { first: dayOf(year, month, 1), end: dayOf(year, month + 1, 1) }
}

export function yearOf(year: number): Span {
  return { first: dayOf(year, 0, 1), end: dayOf(year + 1, 0, 1) }
}

/** Months are counted from 0 here; one past December is the January after it. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month, dayOfMonth) / dayMs
}

export function dateOf(day: Day): { readonly year: number; readonly month: number; readonly dayOfMonth: number } {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), dayOfMonth: date.getUTCDate() }
}

/** 0 for Monday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7 // 1 January 1970 was a Thursday.
}
