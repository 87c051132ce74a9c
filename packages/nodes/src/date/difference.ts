import { control, defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { businessDaysBetween, calendarOf, calendarParams } from './business-days.ts'
import { badDate, dateParam, momentOf, zoneParam } from './moment.ts'

const units = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'businessDays'] as const
const farthestDays = 100_000

export const dateDifference = defineNode({
  type: 'date.difference',
  title: 'Difference of dates',
  icon: 'calendar-range',
  group: 'data',
  summary: 'Says how long it is from one date to another.',
  docs: `\`amount\` is whole by default, cut towards zero; with \`whole: false\` it has a fraction. It is negative when \`to\` comes first.

Years, months, weeks and days go by the calendar of the zone, hours and less by the clock: over the start of summer time, one day is 23 hours. \`businessDays\` counts working days after the day of \`from\`, up to and with that of \`to\`.`,
  params: z.strictObject({
    from: dateParam.meta({ title: 'From', description: 'ISO 8601 or milliseconds', ...control('moment') }),
    to: dateParam.optional().meta({ title: 'To', description: 'The same; now, when left out', ...control('moment') }),
    unit: z.enum(units).default('days').meta({ title: 'Unit', description: 'What to count' }),
    whole: z.boolean().default(true).meta({ title: 'Whole', description: 'Leave out the fraction' }),
    timezone: zoneParam,
    ...calendarParams,
  }),
  output: z.strictObject({ amount: z.number(), unit: z.enum(units) }),
  effects: 'pure',
  errors: [badDate],
  examples: [
    {
      name: 'working days until delivery',
      with: { from: '{{ input.ordered }}', to: '{{ input.delivered }}', unit: 'businessDays', holidays: ['2026-05-01'] },
      input: { ordered: '2026-04-30', delivered: '2026-05-05' },
      output: { amount: 2, unit: 'businessDays' },
    },
  ],
  run({ params, now }) {
    const { unit, timezone } = params
    const from = momentOf(params.from, timezone, 'from')
    const to = momentOf(params.to ?? now(), timezone, 'to')
    if (unit !== 'businessDays') {
      const amount = to.diff(from, unit).as(unit)
      return done({ amount: (params.whole ? Math.trunc(amount) : amount) + 0, unit })
    }
    if (Math.abs(to.diff(from, 'days').days) > farthestDays) {
      throw new FatalError(`Business days are counted over ${farthestDays} days at most.`, { code: 'BAD_DATE' })
    }
    return done({ amount: businessDaysBetween(from, to, calendarOf(params)), unit })
  },
})
