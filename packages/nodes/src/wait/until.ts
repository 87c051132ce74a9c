import { control, defineNode, done, FatalError, inputGoesOn, waitUntil } from '@millrace/kit'
import { z } from 'zod'
import { readMoment } from '../date/read-moment.ts'
import { timezone } from '../date/zone.ts'
import { businessDays, isDay, nextBusinessTime } from './business-time.ts'

const next = z.strictObject({
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is not a time of day: write e.g. 09:00 or 17:30' })
    .meta({ title: 'Time', description: 'Of day, e.g. `09:00`' }),
  days: businessDays.default('workdays').meta({ title: 'Days', description: '`workdays`, `every-day`, or a list such as `[mon, wed]`' }),
  timezone: timezone.prefault('UTC').meta({ title: 'Time zone', description: 'Whose clock it is, e.g. `Europe/Berlin`' }),
  holidays: z
    .array(z.string().refine(isDay, { error: 'is not a day: write e.g. 2026-12-25' }))
    .max(1000)
    .default([])
    .meta({ title: 'Holidays', description: 'Days that do not count, e.g. `[2026-12-25]`', ...control('day') }),
})

export const waitUntilNode = defineNode({
  type: 'wait.until',
  title: 'Wait until',
  icon: 'calendar-clock',
  group: 'wait',
  summary: 'Waits until a date and time, or until the next business time.',
  docs: `Give \`at\`, a moment, or \`next\`, a time of day on the days that count; with both, \`at\` decides. The wait is kept on disk: it may last months, and neither restarts nor a clock that is set matter.

A text in \`at\` without an offset, e.g. \`2026-05-01 09:00\`, is in \`timezone\`. A moment that has passed leaves by \`passed\` at once. What is no date fails the step with \`NOT_A_DATE\`.

\`next\` goes by the clock on the wall: 09:00 stays 09:00 when daylight saving begins or ends. A time that a spring night leaves out comes an hour later; of one that an autumn night has twice, the first counts.

What came in goes out unchanged.`,
  params: z
    .strictObject({
      at: z
        .union([z.string().max(100), z.number()])
        .optional()
        .meta({ title: 'At', description: 'A moment, e.g. `2026-05-01T09:00:00+02:00`, or milliseconds since 1970', ...control('moment') }),
      timezone: timezone.prefault('UTC').meta({ title: 'Time zone', description: 'Of an `at` without an offset, e.g. `Europe/Berlin`' }),
      next: next.optional().meta({ title: 'Next', description: 'The next business time, e.g. `{ time: "09:00", days: workdays }`' }),
    })
    .refine(({ at, next }) => at !== undefined || next !== undefined, { error: 'give "at" or "next"' }),
  ports: ['success', 'passed'],
  output: inputGoesOn,
  waits: 'time',
  effects: 'pure',
  errors: [
    { code: 'NOT_A_DATE', when: '`at` is no date and time. Trying again would not help.' },
    { code: 'NO_SUCH_DAY', when: 'No day of the next two years counts: the holidays take them all.' },
  ],
  examples: [
    { name: 'a moment', with: { at: '2030-05-01T09:00:00+02:00' }, input: { id: 7 }, output: { id: 7 } },
    { name: 'a moment that has passed', with: { at: '2020-05-01T09:00:00Z' }, input: { id: 7 }, port: 'passed', output: { id: 7 } },
    {
      name: 'tomorrow morning, if that is a working day',
      with: { next: { time: '09:00', days: 'workdays', timezone: 'Europe/Berlin', holidays: ['2026-12-25'] } },
      input: { id: 7 },
      output: { id: 7 },
    },
  ],
  run({ params, input, now }) {
    const until = dueAt(params, now())
    return until <= now() ? done(input, 'passed') : waitUntil(until, input)
  },
})

interface Params {
  readonly at?: string | number | undefined
  readonly timezone: string
  readonly next?: z.output<typeof next> | undefined
}

function dueAt({ at, timezone, next }: Params, now: number): number {
  if (at !== undefined) {
    const moment = readMoment(at, timezone)
    if (moment !== undefined) return moment.toMillis()
    throw new FatalError(`"${at}" is no date and time: write e.g. 2026-05-01T09:00:00+02:00.`, { code: 'NOT_A_DATE' })
  }
  const found = next && nextBusinessTime(next, now)
  if (found !== undefined) return found
  throw new FatalError('No day of the next two years counts: take days from the holidays.', { code: 'NO_SUCH_DAY' })
}
