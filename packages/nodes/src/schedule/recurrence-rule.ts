import { createRequire } from 'node:module'
import { DateTime } from 'luxon'
import type * as Library from 'rrule-temporal'
import { readCron } from './read-cron.ts'

const require = createRequire(import.meta.url)

/** A recurrence rule as RFC 5545 §3.3.10 has it, as far as it chooses days; the times of these days stand apart. */
export interface RecurrenceRule {
  /** The rule without times of day: `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO`. */
  readonly days: string
  readonly isWeekly: boolean
  /** What the rule says of them; where it is silent, the time of day of its beginning stands in. */
  readonly hours: readonly number[] | undefined
  readonly minutes: readonly number[] | undefined
}

/** Where a rule begins: what its intervals are counted from, and what it leaves open is taken from. */
export interface RuleStart {
  readonly timezone: string
  /** Milliseconds since 1970; undefined for a rule that has always been. */
  readonly from: number | undefined
}

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']
const weekday = /^(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)$/
const listed: Readonly<Record<string, (item: string) => boolean>> = {
  BYDAY: (item) => weekday.test(item),
  BYMONTHDAY: within(1, 31, true),
  BYYEARDAY: within(1, 366, true),
  BYWEEKNO: within(1, 53, true),
  BYMONTH: within(1, 12),
  BYSETPOS: within(1, 366, true),
  BYHOUR: within(0, 23),
  BYMINUTE: within(0, 59),
}
const known = ['FREQ', 'INTERVAL', 'WKST', ...Object.keys(listed)]

/** The farthest that a rule is followed to find its next day, in steps of its frequency: past the 40 years of days until a 29 February is a Sunday again. */
const maxIterations = 15_000

/** Throws what is wrong with the text, in words that follow its name. */
export function readRule(text: string): RecurrenceRule {
  const parts = splitParts(text)
  for (const [name, value] of parts) checkPart(name, value)
  const frequency = parts.get('FREQ')
  if (frequency === undefined) throw new Error(`needs FREQ, one of ${frequencies.join(', ')}`)
  if (/\d/.test(parts.get('BYDAY') ?? '') && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    throw new Error('has a number in BYDAY, which means something with FREQ=MONTHLY and FREQ=YEARLY alone')
  const hours = numbers(parts.get('BYHOUR'))
  const minutes = numbers(parts.get('BYMINUTE'))
  if (parts.has('BYSETPOS') && (hours?.length ?? 1) * (minutes?.length ?? 1) > 1)
    throw new Error('has BYSETPOS, which chooses among days: give one time of day')
  const days = [...parts].filter(([name]) => name !== 'BYHOUR' && name !== 'BYMINUTE').map(([name, value]) => `${name}=${value}`)
  const rule = { days: days.join(';'), isWeekly: frequency === 'WEEKLY', hours, minutes }
  if (followDays(rule, firstDay(rule, undefined))(0) === undefined) throw new Error('never comes to pass')
  return rule
}

/** The next time after one, in milliseconds since 1970. Times of day go by the clock of the time zone, with the rules that cron has around summer time. */
export function ruleTimes(rule: RecurrenceRule, { timezone, from }: RuleStart): (after: number) => number | undefined {
  const start = from === undefined ? undefined : DateTime.fromMillis(from, { zone: timezone })
  const nextDay = followDays(rule, firstDay(rule, start))
  const timesOfDay = `${start?.second ?? 0} ${(rule.minutes ?? [start?.minute ?? 0]).join()} ${(rule.hours ?? [start?.hour ?? 0]).join()}`
  return (after) => {
    const local = DateTime.fromMillis(after, { zone: timezone })
    // The day before may reach into this one: summer time can put a time of day off past midnight.
    let day = nextDay(utcDay(local.minus({ days: 1 })) - 1)
    while (day !== undefined) {
      const { day: ofMonth, month, year } = DateTime.fromMillis(day, { zone: 'utc' })
      const midnight = DateTime.fromObject({ year, month, day: ofMonth }, { zone: timezone }).toMillis()
      const at = readCron(`${timesOfDay} ${ofMonth} ${month} *`, timezone)
        .nextRun(new Date(Math.max(after, midnight - 1)))
        ?.getTime()
      if (at !== undefined && at < midnight + 36 * 3_600_000) return at
      day = nextDay(day)
    }
    return undefined
  }
}

/** So many times of a day are told by a sentence. */
const timesTold = 6

/** In words: "Every 2 weeks on Monday at 09:00 (Europe/Berlin)". */
export async function ruleSentence(rule: RecurrenceRule, { timezone, from }: RuleStart): Promise<string> {
  const { toText } = await import('rrule-temporal/totext')
  const start = from === undefined ? undefined : DateTime.fromMillis(from, { zone: timezone })
  const words = toText(makeRule(rule, firstDay(rule, start)) as never, 'en')
  const times = (rule.hours ?? [start?.hour ?? 0]).flatMap((hour) =>
    (rule.minutes ?? [start?.minute ?? 0]).map((minute) => `${padded(hour)}:${padded(minute)}`),
  )
  const more = times.length > timesTold ? ` and ${times.length - timesTold} more times` : ''
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} at ${times.slice(0, timesTold).join(', ')}${more} (${timezone})`
}

/** A day as the midnight of UTC that has its date, in milliseconds since 1970. */
type Day = number

/** Without a beginning, the day by which intervals of weeks start on Mondays, and all others with 1970. */
function firstDay({ isWeekly }: RecurrenceRule, start: DateTime | undefined): Day {
  if (start !== undefined) return utcDay(start)
  return isWeekly ? Date.UTC(1969, 11, 29) : 0
}

function followDays(rule: RecurrenceRule, first: Day): (after: Day) => Day | undefined {
  const library = makeRule(rule, first)
  return (after) => {
    try {
      return library.next(new Date(after))?.epochMilliseconds
    } catch (error) {
      if (error instanceof Error && /^(?:Maximum |Out-of-bounds )/.test(error.message)) return undefined // Farther than it is followed, or than dates go.
      throw error
    }
  }
}

/** A moment as far as the library needs one: it computes with dates of its own, and makes these of its results. */
interface Moment {
  readonly timeZoneId: string
  readonly epochMilliseconds: number
  readonly dayOfWeek: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  toString(): string
}

const moments = {
  ZonedDateTime: {
    from(text: string): Moment {
      const epochMilliseconds = Date.parse(text.replace(/\[.*$/, ''))
      const { weekday: dayOfWeek } = DateTime.fromMillis(epochMilliseconds, { zone: 'utc' })
      return { timeZoneId: 'UTC', epochMilliseconds, dayOfWeek, hour: 0, minute: 0, second: 0, toString: () => text }
    },
  },
}

function makeRule({ days }: RecurrenceRule, first: Day): Library.RRuleTemporal<Moment> {
  // Loaded when a rule is there: most installations have none.
  const { RRuleTemporal } = require('rrule-temporal') as typeof Library
  const start = DateTime.fromMillis(first, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'")
  return new RRuleTemporal<Moment>({ rruleString: `DTSTART:${start}\nRRULE:${days}`, temporal: moments, maxIterations })
}

function splitParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>()
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [name = '', value = ''] = part.split('=')
    if (parts.has(name)) throw new Error(`has ${name} twice`)
    parts.set(name, value)
  }
  return parts
}

function checkPart(name: string, value: string): void {
  if (name === 'COUNT' || name === 'UNTIL') throw new Error(`has ${name}: say with the field "until" when it ends`)
  if (name === 'BYSECOND') throw new Error('has BYSECOND: the smallest unit here is the minute')
  if (!known.includes(name)) throw new Error(`has ${JSON.stringify(name)}, which is none of ${known.join(', ')}`)
  if (name === 'FREQ' && !frequencies.includes(value))
    throw new Error(`has FREQ=${value}, which is none of ${frequencies.join(', ')}; use "every" for less than a day`)
  if (name === 'INTERVAL' && !within(1, 100)(value)) throw new Error('has an INTERVAL that is no number from 1 to 100')
  if (name === 'WKST' && !/^(?:MO|SU)$/.test(value)) throw new Error('has a WKST that is neither MO nor SU')
  const items = value.split(',')
  const wrong = listed[name] && items.find((item) => !listed[name]?.(item))
  if (wrong !== undefined) throw new Error(`has ${name}=${wrong}, which is out of its range`)
}

function within(least: number, most: number, isSigned = false): (item: string) => boolean {
  return (item) => {
    const digits = isSigned ? item.replace(/^[+-]/, '') : item
    return /^\d{1,4}$/.test(digits) && Number(digits) >= least && Number(digits) <= most
  }
}

function numbers(list: string | undefined): readonly number[] | undefined {
  return list === undefined ? undefined : [...new Set(list.split(',').map(Number))].sort((a, b) => a - b)
}

function utcDay({ year, month, day }: DateTime): Day {
  return Date.UTC(year, month - 1, day)
}

function padded(number: number): string {
  return String(number).padStart(2, '0')
}
