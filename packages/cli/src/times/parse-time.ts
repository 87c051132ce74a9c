import { usageError } from '../cli-error.ts'

/** A time as people write it, as the API takes it: a date, of local time, or a date and time, of local time unless it says its zone. */
function parseTime(option: string, text: string): string {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text)
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(isDate ? `${text}T00:00` : text.replace(' ', 'T')) : Number.NaN
  if (Number.isNaN(at)) throw usageError(`--${option} must be a time such as 2027-03-01 or 2027-03-01T09:00:00Z, not "${text}".`)
  return new Date(at).toISOString()
}

/** The same of an option that may be left out. */
export function givenTime(option: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseTime(option, text)
}
