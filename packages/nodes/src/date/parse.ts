import { control, defineNode, done, FatalError } from '@millrace/kit'
import { DateTime } from 'luxon'
import { z } from 'zod'
import { dateFormat, formatDocs } from './date-format.ts'
import { locale } from './locale.ts'
import { badDate, dateParam, dateParts, momentOf, partsDocs, partsOf, zoneParam } from './moment.ts'
import { earliest, valid } from './read-moment.ts'

export const dateParse = defineNode({
  type: 'date.parse',
  title: 'Parse date',
  icon: 'calendar',
  group: 'data',
  summary: 'Reads a date and gives out its parts.',
  docs: `Without \`format\`, ISO 8601, the form of mail and HTTP headers, and milliseconds since 1970 are read; nothing is guessed. With \`format\`, exactly that form is read.

${partsDocs}

A text without an offset is in \`timezone\`. An hour that the clock skips in spring counts as one hour later; one that comes twice in autumn is the first.

${formatDocs}`,
  params: z.strictObject({
    date: dateParam.optional().meta({ title: 'Date', description: 'What came in, when left out', ...control('moment') }),
    format: dateFormat.optional().meta({ title: 'Format', description: 'e.g. `dd.MM.yyyy HH:mm`' }),
    timezone: zoneParam,
    locale,
  }),
  output: dateParts,
  effects: 'pure',
  errors: [badDate],
  examples: [
    {
      name: 'a German date',
      with: { date: '{{ input }}', format: 'dd.MM.yyyy HH:mm', timezone: 'Europe/Berlin' },
      input: '01.07.2026 09:30',
      output: {
        ...{ iso: '2026-07-01T07:30:00.000Z', local: '2026-07-01T09:30:00.000+02:00', ms: 1782891000000, timezone: 'Europe/Berlin' },
        ...{
          offset: '+02:00',
          year: 2026,
          month: 7,
          day: 1,
          hour: 9,
          minute: 30,
          second: 0,
          weekday: 3,
          week: 27,
          weekYear: 2026,
          dayOfYear: 182,
        },
      },
    },
  ],
  run({ params: { date, format, timezone, locale }, input }) {
    const value = date ?? input
    if (format === undefined) return done(partsOf(momentOf(value, timezone, 'date')))
    const text = typeof value === 'string' && value.length <= 200 ? value.trim() : ''
    const moment = valid(DateTime.fromFormat(text, format, { zone: timezone, locale }))
    if (moment) return done(partsOf(format.includes('Z') ? moment : earliest(moment)))
    throw new FatalError(`The date does not have the form ${format}.`, { code: 'BAD_DATE' })
  },
})
