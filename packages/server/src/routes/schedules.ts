import type { JsonObject } from '@millrace/engine'
import { holdsExpression } from '@millrace/kit'
import { upcomingTimes } from '@millrace/runtime'
import type { ScheduleKey } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { schedule, scheduleDetail, scheduleView } from '../views/schedule-view.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Schedules'

const place = z.object({
  workflow: z.string().meta({ description: 'The id of the workflow.' }),
  trigger: z.string().meta({ description: 'The id of the trigger.' }),
})
const path = '/api/v1/schedules/{workflow}/{trigger}'
const missing = { description: 'The workflow has no such trigger that goes by the clock and is switched on.' }
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const count = z.coerce.number().int().min(1).max(100).default(10).meta({ description: 'How many of the next times.' })

/** The triggers that fire by the clock. */
export function scheduleRoutes(settings: Settings): readonly Route[] {
  return [
    listSchedules(settings),
    previewSchedule(settings),
    showSchedule(settings),
    changeSchedule(settings, 'pause', 'Its times pass without an execution until it is resumed, also in versions to come.'),
    changeSchedule(settings, 'resume', 'It goes on with the next time; what passed meanwhile is not made up for.'),
    runSchedule(settings),
    backfillSchedule(settings),
  ]
}

function listSchedules({ schedules, store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/schedules',
    access: 'local',
    group,
    summary: 'List schedules, by workflow',
    query: z.strictObject({ ...pageQuery, workflow: z.string().optional().meta({ description: 'Only those of this workflow.' }) }),
    answers: {
      200: { description: 'A page of schedules.', schema: z.object({ items: z.array(schedule), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const filter = query.workflow === undefined ? {} : { workflowId: query.workflow }
      const { items, nextCursor } = await schedules.list(account, filter, toPage(query))
      const views = await Promise.all(items.map((row) => scheduleView(store, row)))
      return jsonAnswer(200, { items: views, ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function previewSchedule({ registry, clock }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/schedules/preview',
    access: 'local',
    group,
    summary: 'Say when a trigger would fire',
    description: 'Of parameters that stand in no file yet.',
    body: {
      type: 'json',
      schema: z.strictObject({
        type: z.string().default('schedule').meta({ description: 'The trigger type.' }),
        with: z.record(z.string(), z.json()).meta({ description: 'Its parameters.' }),
        after: moment.optional().meta({ description: 'Now, when left out.' }),
        count,
      }),
      example: { with: { cron: '*/15 9-17 * * MON-FRI', timezone: 'Europe/Berlin' } },
    },
    answers: {
      200: {
        description: 'In words, and the next times.',
        schema: z.object({ sentence: z.string(), upcoming: z.array(z.iso.datetime()) }),
      },
      422: { description: 'The parameters have mistakes, or the type does not go by the clock.' },
    },
    async handle({ body: { type, with: written, after = clock.now(), count } }) {
      const found = registry.triggerType(type)
      if (found?.times === undefined) throw unfit(`There is no trigger type ${JSON.stringify(type.slice(0, 100))} that goes by the clock.`)
      const params = written as JsonObject // The schema has seen that it is.
      const mistakes = found.checkParams(params).map(({ path, message }) => `${[...path].join('.') || 'with'} ${message}`)
      if (mistakes.length > 0) throw unfit(mistakes.join('; '))
      // One stands for any value when the file is checked; here there is nothing to evaluate it with.
      if (holdsExpression(JSON.stringify(params))) throw unfit('Expressions are not evaluated here: write what they come to.')
      const times = found.times(params)
      return jsonAnswer(200, { sentence: await times.sentence(), upcoming: upcomingTimes(times, after, count).map(isoTime) })
    },
  })
}

function showSchedule(settings: Settings): Route {
  const { schedules, store, clock } = settings
  return defineRoute({
    method: 'get',
    path,
    access: 'local',
    group,
    summary: 'Show a schedule with its next times',
    params: place,
    query: z.strictObject({ count }),
    answers: { 200: { description: 'The schedule.', schema: scheduleDetail }, 404: missing },
    async handle({ params, query }) {
      const key = keyOf(settings, params)
      const row = await schedules.get(key)
      if (row === undefined) throw unknownSchedule(params)
      const upcoming = await schedules.upcoming(key, clock.now(), query.count)
      const times = { upcoming: (upcoming?.times ?? []).map(isoTime), ...(upcoming && { sentence: upcoming.sentence }) }
      return jsonAnswer(200, { ...(await scheduleView(store, row)), ...times })
    },
  })
}

function changeSchedule(settings: Settings, verb: 'pause' | 'resume', description: string): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/${verb}`,
    access: 'local',
    group,
    summary: verb === 'pause' ? 'Pause a schedule' : 'Resume a schedule',
    description,
    params: place,
    answers: { 200: { description: 'The schedule, as it is now.', schema: schedule }, 404: missing },
    async handle({ params }) {
      const changed = await settings.schedules[verb](keyOf(settings, params))
      if (changed === undefined) throw unknownSchedule(params)
      return jsonAnswer(200, await scheduleView(settings.store, changed))
    },
  })
}

function runSchedule(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/run`,
    access: 'local',
    group,
    summary: 'Start an execution of a schedule now',
    description: 'Beside its times, also while it is paused.',
    params: place,
    answers: { 202: { description: 'It is on disk and runs.', schema: z.object({ executionId: z.string() }) }, 404: missing },
    async handle({ params }) {
      const executionId = await settings.schedules.runNow(keyOf(settings, params))
      if (executionId === undefined) throw unknownSchedule(params)
      return jsonAnswer(202, { executionId })
    },
  })
}

function backfillSchedule(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: `${path}/backfill`,
    access: 'local',
    group,
    summary: 'Start an execution for each past time that has none',
    description:
      'Oldest first, at most 1,000 with one call. The same window again starts only what is missing still. A time whose execution was deleted since has none.',
    params: place,
    body: {
      type: 'json',
      schema: z
        .strictObject({
          from: moment.meta({ description: 'The first time that counts.' }),
          to: moment.optional().meta({ description: 'The last time that counts; now, when left out.' }),
          dryRun: z.boolean().default(false).meta({ description: 'Only list the times.' }),
        })
        .refine(({ from, to = from }) => from <= to, { path: ['to'], error: 'lies before "from"' }),
      example: { from: '2027-03-01T00:00:00Z', to: '2027-03-08T00:00:00Z', dryRun: true },
    },
    answers: {
      200: {
        description: 'The times that had no execution, and the executions started for them.',
        schema: z.object({ times: z.array(z.iso.datetime()), executionIds: z.array(z.string()), hasMore: z.boolean() }),
      },
      404: missing,
    },
    async handle({ params, body: { from, to = settings.clock.now(), dryRun } }) {
      const done = await settings.schedules.backfill({ ...keyOf(settings, params), from, to, isDryRun: dryRun })
      if (done === undefined) throw unknownSchedule(params)
      return jsonAnswer(200, { ...done, times: done.times.map(isoTime), executionIds: [...done.executionIds] })
    },
  })
}

function keyOf({ account }: Settings, { workflow, trigger }: z.output<typeof place>): ScheduleKey {
  return { account, workflowId: workflow, triggerId: trigger }
}

function unknownSchedule({ workflow, trigger }: z.output<typeof place>): ProblemError {
  const name = JSON.stringify(`${workflow} ${trigger}`.slice(0, 200))
  return new ProblemError('SCHEDULE_NOT_FOUND', `There is no schedule ${name}: GET /api/v1/schedules lists them.`)
}

function unfit(message: string): ProblemError {
  return new ProblemError('SCHEDULE_INVALID', message)
}
