import { folded } from '@millrace/kit'
import type { DateTime } from 'luxon'
import { z } from 'zod'

/** Which days are worked on: all but these weekdays and these dates. */
export const calendarParams = {
  holidays: z
    .array(z.iso.date())
    .max(10_000)
    .default([])
    .meta({ title: 'Holidays', description: 'Dates such as `2026-12-25`, in the time zone', ...folded }),
  weekend: z
    .array(z.int().min(1).max(7))
    .max(6)
    .default([6, 7])
    .meta({ title: 'Weekend', description: 'Days of the week, 1 is Monday', ...folded }),
}

export interface Calendar {
  readonly holidays: ReadonlySet<string>
  readonly weekend: ReadonlySet<number>
}

export function calendarOf({ holidays, weekend }: { readonly holidays: readonly string[]; readonly weekend: readonly number[] }): Calendar {
  return { holidays: new Set(holidays), weekend: new Set(weekend) }
}

function isBusinessDay(moment: DateTime<true>, { holidays, weekend }: Calendar): boolean {
  return !weekend.has(moment.weekday) && !holidays.has(moment.toISODate())
}

/** So many business days later, or earlier, at the same time of day. None moves to the next one unless it is one already. */
export function addBusinessDays(moment: DateTime<true>, days: number, calendar: Calendar): DateTime<true> {
  const step = days < 0 ? -1 : 1
  let at = moment
  // A calendar of nothing but holidays ends too: the list of them does.
  if (days === 0) while (!isBusinessDay(at, calendar)) at = at.plus({ days: 1 })
  for (let left = Math.abs(days); left > 0; ) {
    at = at.plus({ days: step })
    if (isBusinessDay(at, calendar)) left--
  }
  return at
}

/** Business days after the day of `from`, up to and with that of `to`; negative when `to` comes first. */
export function businessDaysBetween(from: DateTime<true>, to: DateTime<true>, calendar: Calendar): number {
  const [first, last] = from <= to ? [from.startOf('day'), to.startOf('day')] : [to.startOf('day'), from.startOf('day')]
  let count = 0
  for (let at = first.plus({ days: 1 }); at <= last; at = at.plus({ days: 1 })) if (isBusinessDay(at, calendar)) count++
  return from <= to ? count : count === 0 ? 0 : -count
}
