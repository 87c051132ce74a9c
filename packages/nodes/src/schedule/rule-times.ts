import { DateTime } from 'luxon'
import { cronTimes } from './cron-times.ts'
import { dateOf, dayMs } from './day.ts'
import type { RecurrenceRule, RuleStart } from './recurrence-rule.ts'
import { dateAt, ruleDays } from './rule-days.ts'

/** The next time after one, in milliseconds since 1970. Times of day go by the clock of the time zone, with the rules that cron has around summer time. */
export function ruleTimes(rule: RecurrenceRule, start: RuleStart): (after: number) => number | undefined {
  const { timezone } = start
  const dayFrom = ruleDays(rule, start)
  const { hours, minutes, second } = timesOfDay(rule, start)
  return (after) => {
    // The day before may reach into this one: summer time can put a time of day off past midnight.
    let day = dayFrom(dateAt(after, timezone) - 1)
    while (day !== undefined) {
      const { month, dayOfMonth } = dateOf(day)
      const ofDay = cronTimes(`${second} ${minutes.join()} ${hours.join()} ${dayOfMonth} ${month + 1} *`, timezone)
      const at = ofDay(Math.max(after, (day - 1) * dayMs))
      // In some zone it is that date within these three days. Later it is the date of another year.
      if (at !== undefined && at < (day + 2) * dayMs) return at
      day = dayFrom(day + 1)
    }
    return undefined
  }
}

export interface TimesOfDay {
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly second: number
}

/** Where the rule is silent, the time of day of its beginning stands in. */
export function timesOfDay({ hours, minutes }: RecurrenceRule, { from, timezone }: RuleStart): TimesOfDay {
  const { hour, minute, second } = from === undefined ? { hour: 0, minute: 0, second: 0 } : DateTime.fromMillis(from, { zone: timezone })
  return { hours: hours ?? [hour], minutes: minutes ?? [minute], second }
}
