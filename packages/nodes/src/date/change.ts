import { control, defineNode, done, FatalError } from '@millrace/kit'
import type { DateTime } from 'luxon'
import { z } from 'zod'
import { addBusinessDays, type Calendar, calendarOf, calendarParams } from './business-days.ts'
import { badDate, dateParam, dateParts, momentOf, partsDocs, partsOf, zoneParam } from './moment.ts'
import { valid } from './read-moment.ts'

const amounts = z
  .strictObject(Object.fromEntries(['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'].map((unit) => [unit, amount(unit)])))
  .refine((map) => Object.keys(map).length > 0, { error: 'needs at least one unit' })
const unit = z.enum(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute'])

function amount(unit: string) {
  return z
    .number()
    .min(-1_000_000)
    .max(1_000_000)
    .optional()
    .meta({ description: `How many ${unit}` })
}

const step = z
  .strictObject({
    add: amounts.optional().meta({ description: 'So much later' }),
    subtract: amounts.optional().meta({ description: 'So much earlier' }),
    startOf: unit.optional().meta({ description: 'The first moment of the year, month, day …' }),
    endOf: unit.optional().meta({ description: 'The last moment of the year, month, day …' }),
    businessDays: z.int().min(-10_000).max(10_000).optional().meta({ description: 'So many working days later; earlier below 0' }),
  })
  .refine((written) => Object.keys(written).length === 1, { error: 'needs exactly one of add, subtract, startOf, endOf, businessDays' })
  .meta(control('operation'))

type Step = z.output<typeof step>

export const dateChange = defineNode({
  type: 'date.change',
  title: 'Change date',
  icon: 'calendar-plus',
  group: 'data',
  summary: 'Moves a date through steps: add, subtract, start or end of, business days.',
  docs: `Each step works on what the step before gave.

| step | what it does |
|---|---|
| \`add: { months: 1, days: 2 }\`, \`subtract: { hours: 3 }\` | years, months, weeks and days by the calendar of the zone, hours and less by the clock: a day later is the same time of day, also when summer time begins. The 31st plus a month is the last of that month |
| \`startOf: month\`, \`endOf: week\` | the first or last moment of the year, quarter, month, week (from Monday), day, hour or minute |
| \`businessDays: 3\` | so many working days later (or earlier), at the same time of day; \`0\` moves to the next one unless it is one |

Without \`date\`, what came in is changed; \`date: "{{ now }}"\` begins now. A time that the clock skips in spring counts as one hour later.

${partsDocs}`,
  params: z.strictObject({
    date: dateParam
      .optional()
      .meta({ title: 'Date', description: 'ISO 8601 or milliseconds; what came in, when left out', ...control('moment') }),
    steps: z.array(step).max(100).meta({ title: 'Steps', description: 'Each a map with one operation' }),
    timezone: zoneParam,
    ...calendarParams,
  }),
  output: dateParts,
  effects: 'pure',
  errors: [badDate],
  examples: [
    {
      name: 'due at the end of the third business day',
      with: {
        date: '{{ input.placed_at }}',
        timezone: 'Europe/Berlin',
        steps: [{ businessDays: 3 }, { endOf: 'day' }],
        holidays: ['2026-12-25', '2026-12-26'],
      },
      input: { placed_at: '2026-12-23T10:00:00Z' },
      output: {
        ...{ iso: '2026-12-29T22:59:59.999Z', local: '2026-12-29T23:59:59.999+01:00', ms: 1798585199999, timezone: 'Europe/Berlin' },
        ...{
          offset: '+01:00',
          year: 2026,
          month: 12,
          day: 29,
          hour: 23,
          minute: 59,
          second: 59,
          weekday: 2,
          week: 53,
          weekYear: 2026,
          dayOfYear: 363,
        },
      },
    },
  ],
  run({ params, input }) {
    const calendar = calendarOf(params)
    const start = momentOf(params.date ?? input, params.timezone, 'date')
    const end = valid(params.steps.reduce((at, one) => changed(at, one, calendar), start))
    if (end) return done(partsOf(end))
    throw new FatalError('The date would lie outside the years from -9999 to 9999.', { code: 'BAD_DATE' })
  },
})

function changed(at: DateTime<true>, { add, subtract, startOf, endOf, businessDays }: Step, calendar: Calendar): DateTime<true> {
  if (add) return at.plus(present(add))
  if (subtract) return at.minus(present(subtract))
  if (startOf) return at.startOf(startOf)
  if (endOf) return at.endOf(endOf)
  return addBusinessDays(at, businessDays ?? 0, calendar)
}

function present(amounts: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, amount ?? 0]))
}
