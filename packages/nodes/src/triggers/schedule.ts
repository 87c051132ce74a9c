import { parseDuration } from '@millrace/engine'
import { control, defineTrigger, folded } from '@millrace/kit'
import { IANAZone } from 'luxon'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { cronTimes } from '../schedule/cron-times.ts'
import { withoutDays } from '../schedule/except-days.ts'
import { readCron } from '../schedule/read-cron.ts'
import { readRule } from '../schedule/recurrence-rule.ts'
import { ruleSentence } from '../schedule/rule-sentence.ts'
import { ruleTimes } from '../schedule/rule-times.ts'

const leastMs = 1000

const instant = z.iso.datetime({ offset: true })

const zone = z
  .string()
  .max(64)
  .refine((name) => name === 'UTC' || (name.includes('/') && IANAZone.isValidZone(name)), {
    error: 'is not a time zone: write a name such as Europe/Berlin, or UTC',
  })
  .default('UTC')
  .meta({
    title: 'Time zone',
    description: 'Whose clock `cron` and `rrule` go by, and whose days `except` means, e.g. Europe/Berlin',
    ...control('time-zone'),
  })

export const schedule = defineTrigger({
  type: 'schedule',
  title: 'Schedule',
  icon: 'clock',
  summary: 'Starts at the times of a cron expression or a recurrence rule, or again and again after an interval.',
  docs: `\`cron\` has five fields (minute, hour, day of the month, month, day of the week), or six with the second in front; lists, ranges, steps, names (\`MON-FRI\`), \`L\`, \`#\` and the nicknames \`@hourly\`, \`@daily\`, \`@weekly\`, \`@monthly\`, \`@yearly\` work. \`every\` is an interval, counted from midnight UTC of 1 January 1970, so that neither a restart nor a new version shifts it: \`10s\`, \`15m\`, \`36h\`. With neither it starts at each full hour.

**Recurrence rules.** \`rrule\` says what cron cannot, as calendars write it (RFC 5545): \`FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9\` is every second Monday at nine, \`FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=17\` the last Friday of each month at five, \`FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\` its last working day. It chooses days (\`FREQ\` is \`DAILY\`, \`WEEKLY\`, \`MONTHLY\` or \`YEARLY\`) and, with \`BYHOUR\` and \`BYMINUTE\`, the times of these days; days may be chosen by \`BYDAY\`, \`BYMONTHDAY\`, \`BYYEARDAY\`, \`BYWEEKNO\`, \`BYMONTH\`, \`BYSETPOS\`, and \`WKST\` says with which day weeks begin. Intervals are counted from \`from\`, and what the rule leaves open (the weekday, the day of the month, the month, the time of day) is that of \`from\`, which itself fires only when the rule hits it. Without \`from\` that is a Monday, the 1st, January and midnight, and intervals are counted from 1 January 1970, weeks from the Monday before it. What comes to pass only after a hundred years counts as never. In place of \`COUNT\` and \`UNTIL\` say \`until\`.

**Days off.** \`except\` lists days, such as holidays, on which it does not start.

**Once for each time.** A time fires one execution and no more, whatever dies in between, wherever the clock is set.

**Daylight saving.** \`cron\` goes by the clock of \`timezone\`. A time of day that the change to summer time skips (02:30) fires at the first moment after it; one that comes twice in autumn fires once, the first time. What has a \`*\` or a step in its seconds, minutes or hours follows the time that really passes: every 20 minutes stays every 20 minutes. An interval knows no daylight saving.

**Missed times.** When nothing ran (the server was down, the machine slept, the trigger could not start), \`missed\` says what is made up for: \`last\` the latest time that passed, \`all\` each of them, oldest first and at most 1,000, \`none\` nothing that is more than a minute late. A time that passes while the schedule is paused is not missed. A new or changed schedule begins with the next time.

**A clock that is set.** Times that are skipped when the clock is set forward are missed. Set back by up to an hour, the schedule waits until the clock has come to its last time again. Set back further, it goes on with the next time by the clock; one that has fired already does not fire again, as long as its execution is kept. So a clock that was far ahead for a while leaves no schedule silent.

**Overlap.** When the execution before still goes on, \`overlap: skip\` leaves the time out, \`queue\` starts it when that one has ended, \`allow\` starts it beside the other. Left out it is \`skip\`, but \`queue\` with \`missed: all\`: of times that were missed together \`skip\` starts the first alone.

\`jitter\` puts each start off by chance, by less than that and never past the next time: a hundred workflows at midnight need not start in the same second.

In expressions, \`trigger\` has \`scheduledAt\` (the time that was due), \`lastAt\` (the one that fired before, or null) and \`timezone\`. \`millrace schedule\` lists, pauses, resumes, runs and backfills schedules and shows the next times.`,
  params: z
    .strictObject({
      cron: z.string().max(200).superRefine(checkCron).optional().meta({ title: 'Cron', description: 'Five or six fields, or a nickname' }),
      every: durationText()
        .refine((text) => (parseDuration(text) ?? leastMs) >= leastMs, { error: 'must be a second or longer' })
        .optional()
        .meta({ title: 'Every', description: 'In place of `cron`: an interval' }),
      rrule: z
        .string()
        .max(500)
        .superRefine(checkRule)
        .optional()
        .meta({ title: 'Recurrence rule', description: 'In place of `cron`: e.g. FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9', ...folded }),
      except: z
        .array(z.iso.date())
        .max(1000)
        .default([])
        .meta({ title: 'Days off', description: 'Days of the time zone on which it does not start, such as 2027-12-25', ...folded }),
      timezone: zone,
      missed: z.enum(['all', 'last', 'none']).default('last').meta({
        title: 'Missed',
        description: 'What is made up for after the server stood still: the `last` time that passed, `all` of them, or `none`',
      }),
      overlap: z
        .enum(['allow', 'skip', 'queue'])
        .optional()
        .meta({
          title: 'Overlap',
          description: 'What happens while the execution before still goes on: `skip`, or `queue` with `missed: all`',
          ...folded,
        }),
      jitter: durationText()
        .refine((text) => durationMs(text) <= 3_600_000, { error: 'must be at most 1h' })
        .default('0s')
        .meta({ title: 'Jitter', description: 'Each start is put off by chance, by less than this', ...folded }),
      from: instant.optional().meta({ title: 'From', description: 'No times before this one', ...folded }),
      until: instant.optional().meta({ title: 'Until', description: 'No times after this one', ...folded }),
    })
    .refine(({ cron, every }) => cron === undefined || every === undefined, {
      path: ['every'],
      error: 'stands in place of "cron": leave one of them out',
    })
    .refine(({ cron, every, rrule }) => rrule === undefined || (cron === undefined && every === undefined), {
      path: ['rrule'],
      error: 'stands in place of "cron" and "every": leave all but one of them out',
    })
    .refine(isEverDue, {
      path: ['rrule'],
      error: 'never comes to pass: not within 100 years of "from", or of 1970 without it',
      when: isFlawless,
    })
    .refine(({ from, until }) => from === undefined || until === undefined || Date.parse(from) <= Date.parse(until), {
      path: ['until'],
      error: 'lies before "from", so that it never starts',
      when: isFlawless,
    }),
  data: z.object({
    scheduledAt: z.string().meta({ description: 'The time that was due, in ISO 8601.' }),
    lastAt: z.string().nullable().meta({ description: 'The time that fired before.' }),
    timezone: z.string(),
  }),
  // Skipped, all but the first of the times that were missed together would be lost again.
  times({ cron = hourly, every, rrule, except, timezone, missed, overlap = missed === 'all' ? 'queue' : 'skip', jitter, from, until }) {
    const begin = from === undefined ? undefined : Date.parse(from)
    const end = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)
    const { after, sentence } = pattern({ cron, every, rrule, timezone, from: begin })
    const following = withoutDays(after, except, timezone)
    return {
      next(time) {
        const next = following(begin === undefined ? time : Math.max(time, begin - 1))
        return next === undefined || next > end ? undefined : next
      },
      missed,
      overlap,
      jitterMs: durationMs(jitter),
      timezone,
      sentence: async () => `${await sentence()}${exceptWords(except.length)}`,
    }
  },
  examples: [
    { name: 'each full hour', with: {} },
    { name: 'on workdays at nine, in Berlin', with: { cron: '0 9 * * MON-FRI', timezone: 'Europe/Berlin' } },
    {
      name: 'every second Monday, not on holidays',
      with: { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9', except: ['2027-04-05'], timezone: 'Europe/Berlin' },
    },
    { name: 'every ten seconds, one at a time', with: { every: '10s', overlap: 'skip', missed: 'none' } },
  ],
})

const hourly = '0 * * * *'

interface Pattern {
  after(time: number): number | undefined
  sentence(): Promise<string>
}

interface Written {
  readonly cron: string
  readonly every: string | undefined
  readonly rrule: string | undefined
  readonly timezone: string
  readonly from: number | undefined
}

function pattern({ cron, every, rrule, timezone, from }: Written): Pattern {
  if (every !== undefined) return { after: intervalTimes(durationMs(every)), sentence: async () => `Every ${every}` }
  if (rrule === undefined) return { after: cronTimes(cron, timezone), sentence: () => cronSentence(cron, timezone) }
  const rule = readRule(rrule)
  return { after: ruleTimes(rule, { timezone, from }), sentence: async () => ruleSentence(rule, { timezone, from }) }
}

function checkCron(cron: string, context: z.RefinementCtx): void {
  try {
    if (readCron(cron, 'UTC').nextRun(new Date(0)) === null) context.addIssue({ code: 'custom', message: 'never comes to pass' })
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/^\w+: /, '')
    context.addIssue({ code: 'custom', message: `is no cron expression: ${reason}` })
  }
}

function checkRule(rule: string, context: z.RefinementCtx): void {
  try {
    readRule(rule)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
  }
}

/** What compares fields waits until each of them is right, and none is an expression. */
function isFlawless({ issues }: z.core.ParsePayload): boolean {
  return issues.length === 0
}

/** Whether a rule comes to pass hangs on what its intervals are counted from. */
function isEverDue({ rrule, timezone, from }: { rrule?: string | undefined; timezone: string; from?: string | undefined }): boolean {
  if (rrule === undefined) return true
  const begin = from === undefined ? undefined : Date.parse(from)
  return ruleTimes(readRule(rrule), { timezone, from: begin })((begin ?? 0) - 1) !== undefined
}

function exceptWords(days: number): string {
  if (days === 0) return ''
  return days === 1 ? ', but for one day' : `, but for ${days} days`
}

function intervalTimes(everyMs: number): (after: number) => number {
  return (after) => (Math.floor(Math.max(after, 0) / everyMs) + 1) * everyMs
}

async function cronSentence(cron: string, timezone: string): Promise<string> {
  const { toString: describe } = await import('cronstrue')
  try {
    return `${describe(cron, { use24HourTimeFormat: true, verbose: true })} (${timezone})`
  } catch {
    // What fires knows more forms than what describes, such as `MON#L`: the expression says it itself then.
    return `By cron: ${cron} (${timezone})`
  }
}
