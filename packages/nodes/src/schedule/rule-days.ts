import { DateTime } from 'luxon'
import { type Day, dateOf, dayOf, holds, monthOf, placeIn, weekdayOf, weekPlace, yearOf } from './day.ts'
import type { Frequency, RecurrenceRule, RuleStart } from './recurrence-rule.ts'

/** So far ahead the next day is looked for, which bounds what a rule costs that never comes to pass: 100 years, or some 10 ms. */
const farthest = 36_525
/** Cron goes no farther, which tells the times of a day. */
const lastDay = dayOf(2999, 11, 31)
/** The Monday before 1970, which began on a Thursday. */
const firstMonday = -3

/** The first day of the rule that is not before a given one. Each part of it is a filter over the days of a period; BYSETPOS then picks among those left. */
export function ruleDays(rule: RecurrenceRule, start: RuleStart): (from: Day) => Day | undefined {
  const first = firstDay(rule, start)
  const { interval, positions } = rule
  const isChosen = dayFilter(completeRule(rule, start))
  const { periodOf, firstOf } = periodsOf(rule)
  return (from) => {
    const least = Math.max(from, first)
    const end = Math.min(least + farthest, lastDay)
    const skipped = Math.floor((periodOf(least) - periodOf(first)) / interval) * interval
    for (let period = periodOf(first) + skipped; firstOf(period) <= end; period += interval) {
      const days: Day[] = []
      for (let day = firstOf(period); day < firstOf(period + 1); day++) if (isChosen(day)) days.push(day)
      const found = atPositions(days, positions).find((day) => day >= least)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** The rule with what it leaves open taken from its beginning: the weekday, the day of the month, the month. */
export function completeRule(rule: RecurrenceRule, start: RuleStart): RecurrenceRule {
  const { frequency, weekdays, monthDays, yearDays, weeks, months } = rule
  if (frequency === 'DAILY' || weekdays !== undefined || monthDays !== undefined || yearDays !== undefined) return rule
  const first = firstDay(rule, start)
  if (frequency === 'WEEKLY' || weeks !== undefined)
    return { ...rule, weekdays: [{ day: start.from === undefined ? 0 : weekdayOf(first), nth: undefined }] }
  const { month, dayOfMonth } = dateOf(first)
  const ofMonth = { ...rule, monthDays: [dayOfMonth] }
  return frequency === 'YEARLY' ? { ...ofMonth, months: months ?? [month + 1] } : ofMonth
}

/** Without a beginning, the day by which intervals of weeks start on Mondays, and all others with 1970. */
function firstDay({ frequency }: RecurrenceRule, { from, timezone }: RuleStart): Day {
  if (from === undefined) return frequency === 'WEEKLY' ? firstMonday : 0
  return dateAt(from, timezone)
}

/** The date that the clock of the time zone shows at a moment, given in milliseconds since 1970. */
export function dateAt(atMs: number, timezone: string): Day {
  const { year, month, day } = DateTime.fromMillis(atMs, { zone: timezone })
  return dayOf(year, month - 1, day)
}

interface Periods {
  /** Days, weeks, months or years, counted. */
  periodOf(day: Day): number
  firstOf(period: number): Day
}

function periodsOf({ frequency, weekStart }: RecurrenceRule): Periods {
  const periods: Readonly<Record<Frequency, Periods>> = {
    DAILY: { periodOf: (day) => day, firstOf: (period) => period },
    WEEKLY: {
      periodOf: (day) => Math.floor((day - firstMonday - weekStart) / 7),
      firstOf: (period) => period * 7 + firstMonday + weekStart,
    },
    MONTHLY: {
      periodOf(day) {
        const { year, month } = dateOf(day)
        return year * 12 + month
      },
      firstOf: (period) => dayOf(Math.floor(period / 12), period % 12, 1),
    },
    YEARLY: { periodOf: (day) => dateOf(day).year, firstOf: (period) => dayOf(period, 0, 1) },
  }
  return periods[frequency]
}

function dayFilter(rule: RecurrenceRule): (day: Day) => boolean {
  const { frequency, weekStart, weekdays, months, monthDays, yearDays, weeks } = rule
  const isByMonth = frequency === 'MONTHLY' || months !== undefined
  return (day) => {
    const { year, month } = dateOf(day)
    if (months !== undefined && !months.includes(month + 1)) return false
    if (monthDays !== undefined && !holds(monthDays, placeIn(monthOf(year, month), day))) return false
    if (yearDays !== undefined && !holds(yearDays, placeIn(yearOf(year), day))) return false
    if (weeks !== undefined && !holds(weeks, weekPlace(day, weekStart))) return false
    if (weekdays === undefined) return true
    const weekday = weekdayOf(day)
    const place = placeIn(isByMonth ? monthOf(year, month) : yearOf(year), day, 7)
    return weekdays.some((one) => one.day === weekday && (one.nth === undefined || holds([one.nth], place)))
  }
}

function atPositions(days: readonly Day[], positions: readonly number[] | undefined): readonly Day[] {
  return positions === undefined ? days : days.filter((_, at) => holds(positions, placeIn({ first: 0, end: days.length }, at)))
}
