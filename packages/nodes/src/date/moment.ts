import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import type { DateTime } from 'luxon'
import { z } from 'zod'
import { readMoment } from './read-moment.ts'
import { timezone } from './zone.ts'

/** What may stand for a date. */
export const dateParam = z.union([z.string(), z.number()])

export const zoneParam = timezone
  .default('UTC')
  .meta({ title: 'Time zone', description: 'A name such as `Europe/Berlin`, or an offset such as `+02:00`' })

/** The date that a parameter, or what came in, stands for; fatal `BAD_DATE`. */
export function momentOf(value: Json, zone: string, name: string): DateTime<true> {
  const moment = readMoment(value, zone)
  if (moment) return moment
  throw new FatalError(
    `"${name}" is not a date: give ISO 8601 such as 2026-11-21T08:00:00Z, or milliseconds, or read it by its format with date.parse.`,
    { code: 'BAD_DATE' },
  )
}

export const badDate = { code: 'BAD_DATE', when: 'A value is not a date that can be read. A retry does not help.' } as const

/** A date as data: when it is, in UTC and in its zone, and its parts there. */
export const dateParts = z.strictObject({
  iso: z.string(),
  local: z.string(),
  ms: z.number(),
  timezone: z.string(),
  offset: z.string(),
  year: z.int(),
  month: z.int(),
  day: z.int(),
  hour: z.int(),
  minute: z.int(),
  second: z.int(),
  weekday: z.int(),
  week: z.int(),
  weekYear: z.int(),
  dayOfYear: z.int(),
})

export function partsOf(moment: DateTime<true>): z.output<typeof dateParts> {
  const { year, month, day, hour, minute, second, weekday } = moment
  return {
    iso: moment.toUTC().toISO(),
    local: moment.toISO(),
    ms: moment.toMillis(),
    timezone: moment.zoneName,
    offset: moment.toFormat('ZZ'),
    ...{ year, month, day, hour, minute, second, weekday },
    week: moment.weekNumber,
    weekYear: moment.weekYear,
    dayOfYear: moment.ordinal,
  }
}

export const partsDocs = `The output is a map: \`iso\` (in UTC), \`local\` (in the zone), \`ms\` since 1970, \`timezone\`, \`offset\`, and the parts in the zone: \`year\`, \`month\` (from 1), \`day\`, \`hour\`, \`minute\`, \`second\`, \`weekday\` (1 is Monday), \`week\` and \`weekYear\` (ISO 8601), \`dayOfYear\`.`
