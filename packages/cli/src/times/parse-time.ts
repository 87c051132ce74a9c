import { usageError } from '../cli-error.ts'

/** A time as people write it, as the API takes it: a date, or a date and time, by the clock of the zone unless it names its own. */
function parseTime(option: string, text: string, timezone: string | undefined): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text)
  const written = isDate ? `${text}T00:00` : text.replace(' ', 'T')
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? momentOf(written, timezone) : Number.NaN
  if (Number.isNaN(at)) throw usageError(`--${option} must be a time such as 2027-03-01 or 2027-03-01T09:00:00Z, not "${text}".`)
  return new Date(at).toISOString()
}

function momentOf(written: string, timezone: string | undefined): number {
  const asUtc = Date.parse(`${written}Z`)
  if (timezone === undefined || Number.isNaN(asUtc)) return Date.parse(written)
  // Where the offset changes in between, the one of the first guess is not yet right.
  return asUtc - offsetMs(asUtc - offsetMs(asUtc, timezone), timezone)
}

/** How far the clock of the zone is ahead of UTC at a moment. */
function offsetMs(at: number, timeZone: string): number {
  // Swedish is written as ISO 8601 is, but for the space.
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** The same of an option that may be left out. Without a zone, by the clock of this machine. */
export function givenTime(option: string, text: string | undefined, timezone?: string): string | undefined {
  return text === undefined ? undefined : parseTime(option, text, timezone)
}
