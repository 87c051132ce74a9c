import { control, defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { dateFormat, formatDocs } from './date-format.ts'
import { locale } from './locale.ts'
import { badDate, dateParam, momentOf, zoneParam } from './moment.ts'

export const dateFormatNode = defineNode({
  type: 'date.format',
  title: 'Format date',
  icon: 'calendar',
  group: 'data',
  summary: 'Writes a date in a form, a time zone and a language.',
  docs: formatDocs,
  params: z.strictObject({
    date: dateParam
      .optional()
      .meta({ title: 'Date', description: 'ISO 8601 or milliseconds; what came in, when left out', ...control('moment') }),
    format: dateFormat.meta({ title: 'Format', description: 'e.g. `d MMMM yyyy`' }),
    timezone: zoneParam,
    locale,
  }),
  output: z.string(),
  effects: 'pure',
  errors: [badDate],
  examples: [
    {
      name: 'for people in Vienna',
      with: { date: '{{ input.placed_at }}', format: "EEEE, d. MMMM yyyy, HH:mm 'Uhr'", timezone: 'Europe/Vienna', locale: 'de-AT' },
      input: { placed_at: '2026-11-21T08:30:00Z' },
      output: 'Samstag, 21. November 2026, 09:30 Uhr',
    },
  ],
  run({ params: { date, format, timezone, locale }, input }) {
    return done(
      momentOf(date ?? input, timezone, 'date')
        .setLocale(locale)
        .toFormat(format),
    )
  },
})
