import { parseDuration } from '@millrace/engine'
import { type EndedSummary, isTimezone, readStatistics, type Statistics, windowMistake } from '@millrace/runtime'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const shownTime = z.iso.datetime()
const count = z.int()

const ended = {
  total: count.meta({ description: 'How many ended in the window.' }),
  byStatus: z.partialRecord(z.enum(['success', 'failed', 'canceled', 'timed_out', 'crashed']), count),
  successRate: z.number().optional().meta({ description: 'From 0 to 1; absent when nothing ended.' }),
  durationMs: z
    .object({ average: z.number(), min: z.number(), max: z.number(), p50: z.number(), p95: z.number(), p99: z.number() })
    .optional()
    .meta({ description: 'From start to end, waits included. The percentiles are known to within a tenth, the rest exactly.' }),
}
const unfinished = z
  .partialRecord(z.enum(['queued', 'running', 'waiting', 'paused']), count)
  .meta({ description: 'How many have not ended at this moment, whenever they began; test runs too.' })

const statistics = z
  .object({
    from: shownTime,
    to: shownTime,
    ...ended,
    unfinished,
    workflows: z.array(z.object({ workflowId: z.string(), ...ended, unfinished })),
    slots: z.array(z.object({ from: shownTime, to: shownTime, ...ended })).optional(),
  })
  .meta({ id: 'Statistics' })

const query = z.strictObject({
  workflow: z.string().optional().meta({ description: 'The id of a workflow; all of them when left out.' }),
  from: time
    .optional()
    .meta({ description: 'Ended at this time or later; a day before `to` when left out.', example: '2027-03-01T00:00:00Z' }),
  last: z.string().optional().meta({
    description: 'In place of `from`: how long before `to` the window begins, by the clock of the server, such as `1h` or `30d`.',
  }),
  to: time.optional().meta({ description: 'Ended before this time; now when left out.' }),
  step: z.string().optional().meta({ description: 'Adds `slots` of this length, such as `5m`, `1h` or `1d`.' }),
  timezone: z.string().optional().meta({
    description: 'By whose clock slots of more than an hour begin: days at its midnight. Slots in which nothing ended are told too.',
    example: 'Europe/Berlin',
  }),
})

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function statisticsRoute({ store, account, clock }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/statistics',
    access: 'local',
    group: 'Executions',
    summary: 'Count what ended, and how long it took',
    description:
      'Exact counts of the executions that ended in the window, which is rounded outwards to whole minutes, and to whole hours for what is more than two days ago. They stay when executions are deleted.',
    query,
    answers: { 200: { description: 'The statistics.', schema: statistics } },
    async handle({ query: { workflow, step, timezone, last, from: given, to = clock.now() } }) {
      if (last !== undefined && given !== undefined) throw invalid('Give either "last" or "from", not both.')
      const from = given ?? to - (durationOf('last', last) ?? dayMs)
      const slotMs = durationOf('step', step)
      const window = { from, to, ...(slotMs !== undefined && { slotMs }) }
      const mistake = windowMistake(window, clock.now())
      if (mistake !== undefined) throw invalid(mistake)
      const zone = timezoneOf(timezone, slotMs)
      const asked = {
        account,
        ...window,
        ...(workflow !== undefined && { workflowId: workflow }),
        ...(zone !== undefined && { timezone: zone }),
      }
      return jsonAnswer(200, view(await readStatistics({ store, clock }, asked)))
    },
  })
}

function durationOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = parseDuration(text)
  if (ms === undefined) throw invalid(`"${name}" must be a duration such as 5m, 1h or 1d, not ${JSON.stringify(text.slice(0, 50))}.`)
  return ms
}

function timezoneOf(name: string | undefined, slotMs = 0): string | undefined {
  if (name === undefined) return undefined
  if (slotMs <= hourMs)
    throw invalid('"timezone" is for a "step" of more than an hour: shorter slots begin at the same moments everywhere.')
  if (!isTimezone(name)) throw invalid(`There is no time zone ${JSON.stringify(name.slice(0, 50))}: write one such as Europe/Berlin.`)
  return name
}

function invalid(message: string): ProblemError {
  return new ProblemError('REQUEST_INVALID', message)
}

function view({ from, to, slots, workflows, unfinished: open, ...total }: Statistics): object {
  return {
    from: isoTime(from),
    to: isoTime(to),
    ...endedView(total),
    unfinished: open,
    workflows: workflows.map(({ workflowId, unfinished: own, ...sums }) => ({ workflowId, ...endedView(sums), unfinished: own })),
    ...(slots && { slots: slots.map((slot) => ({ from: isoTime(slot.from), to: isoTime(slot.to), ...endedView(slot) })) }),
  } satisfies z.infer<typeof statistics>
}

function endedView({ total, byStatus, successRate, durationMs }: EndedSummary): EndedSummary {
  return { total, byStatus, ...(successRate !== undefined && { successRate }), ...(durationMs && { durationMs }) }
}
