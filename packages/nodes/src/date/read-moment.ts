import type { Json } from '@millrace/engine'
import { DateTime } from 'luxon'

/**
 * A moment from what is plainly one: ISO 8601, the form of mail and HTTP headers, or milliseconds since 1970. A text without an
 * offset is in the given zone, and so is the moment that comes back. Undefined for everything else.
 */
export function readMoment(value: Json, zone: string): DateTime<true> | undefined {
  if (typeof value === 'number') return valid(DateTime.fromMillis(value, { zone }))
  if (typeof value !== 'string' || value.length > 100) return undefined
  const text = value.trim()
  const moment = valid(DateTime.fromISO(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'), { zone }))
  if (moment) return /T.*(Z|[+-]\d\d(:?\d\d)?)$/i.test(text) ? moment : earliest(moment)
  return readHeaderDate(text, zone)
}

/**
 * Of a local time that comes twice in autumn, the first. Left to itself, luxon chooses by the offset that the zone has on the day it is
 * asked, so that a replay half a year later would give another moment.
 */
export function earliest(moment: DateTime<true>): DateTime<true> {
  const [first] = moment.getPossibleOffsets()
  return first?.isValid ? first : moment
}

function readHeaderDate(text: string, zone: string): DateTime<true> | undefined {
  if (!/^[a-z]{3}[a-z]*, |^\d\d? [a-z]{3} \d{4}/i.test(text)) return undefined
  return valid(DateTime.fromRFC2822(text, { zone })) ?? valid(DateTime.fromHTTP(text, { zone }))
}

export function valid(moment: DateTime): DateTime<true> | undefined {
  return moment.isValid && Math.abs(moment.year) < 10_000 ? moment : undefined
}
