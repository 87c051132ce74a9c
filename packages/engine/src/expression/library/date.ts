import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toNumber } from '../run/convert.ts'
import { isoText } from '../run/leave.ts'
import { isDate, type Value } from '../run/value.ts'

/**
 * Owns: dates. They are always in UTC, whatever zone the machine is in, and are read from ISO 8601 and from the form of
 * e-mail and HTTP headers only. Nothing else may reach the host's parser: what it makes of it depends on the machine's zone.
 */
export function parseDate(text: string): number {
  const trimmed = text.length > 100 ? '' : text.trim()
  const iso = isoForm.exec(trimmed)?.groups
  if (iso) return isoTime(iso)
  return headerForm.test(trimmed) ? Date.parse(trimmed) : Number.NaN
}

const isoForm =
  /^(?<year>\d{4}|[+-]\d{6})(?:-(?<month>\d\d)(?:-(?<day>\d\d))?)?(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?\s?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i
const headerForm = /^(?:[a-z]{3}, )?\d\d? [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[+-]\d{4})$/i

function isoTime({
  year,
  month = '1',
  day = '1',
  hour = '0',
  minute = '0',
  second = '0',
  fraction = '',
  zone = 'Z',
}: Record<string, string | undefined>): number {
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const isTime = seconds <= 86_400 && Number(minute) < 60 && Number(second) < 60
  return isDay && isTime
    ? date.getTime() + seconds * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMinutes(zone) * 60_000
    : Number.NaN
}

/** Minutes east of Greenwich. A time without a zone is in UTC. */
function offsetMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

/** `new Date(…)` */
export function createDate({ args, frame }: Call): Date {
  const [value] = args
  if (args.length > 1) return new Date(dateUtc({ args, frame }))
  if (isDate(value)) return value
  return new Date(typeof value === 'string' ? parseDate(value) : toNumber(value, frame))
}

/** `Date.UTC(year, month, …)`, months from 0. */
export function dateUtc({ args, frame }: Pick<Call, 'args' | 'frame'>): number {
  const [year = Number.NaN, month = 0, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = args.map((arg) => toNumber(arg, frame))
  return Date.UTC(year, month, day, hour, minute, second, ms)
}

type DateMethod = (date: Date, call: Call) => Value

const parts = ['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'] as const

/** `getHours` and the like mean UTC too. */
const getters: readonly (readonly [string, DateMethod])[] = parts.flatMap((part) => {
  const get: DateMethod = (date) => date[`getUTC${part}`]()
  return [[`getUTC${part}`, get] as const, [`get${part}`, get] as const]
})

export const dateMethods: Readonly<Record<string, DateMethod>> = {
  ...Object.fromEntries(getters),
  getTime: (date: Date) => date.getTime(),
  getTimezoneOffset: () => 0,
  toISOString: validText,
  toJSON: (date: Date) => isoText(date),
  toString: validText,
  valueOf: (date: Date) => date.getTime(),
}

function validText(date: Date): string {
  const text = isoText(date)
  if (text !== null) return text
  throw new Fault(
    'EXPRESSION_BAD_ARGUMENT',
    'This is not a date that can be read: give ISO 8601 such as 2026-11-21T08:00:00Z, or milliseconds',
  )
}
