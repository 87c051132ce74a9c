import { Fault } from '../fault.ts'
import type { Call } from '../run/call.ts'
import { toNumber } from '../run/convert.ts'
import { isoText } from '../run/leave.ts'
import { isDate, type Value } from '../run/value.ts'

/**
 * Owns: dates. They are always in UTC, whatever zone the machine is in, and are read from ISO 8601 and from the form of
 * e-mail and HTTP headers only: what JavaScript makes of other forms differs by engine and by zone.
 */
export function parseDate(text: string): number {
  const trimmed = text.length > 100 ? '' : text.trim()
  const [, date, time, zone] =
    /^([+-]?\d{4,6}(?:-\d\d(?:-\d\d)?)?)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(trimmed) ?? []
  if (date !== undefined) return Date.parse(time === undefined ? date : `${date}T${time}${isoZone(zone)}`)
  return /^(?:[a-z]{3}, )?\d\d? [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[+-]\d{4})$/i.test(trimmed)
    ? Date.parse(trimmed)
    : Number.NaN
}

/** A time without a zone is in UTC. */
function isoZone(zone = 'Z'): string {
  return zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
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
