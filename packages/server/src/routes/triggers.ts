import type { PublishedWorkflow } from '@millrace/runtime'
import type { StoredEvent } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { lastExecutions } from '../last-executions.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { listedTrigger, triggerView } from '../views/trigger-view.ts'
import { pageQuery, toPage } from './page-query.ts'
import { workflowUnknown } from './workflows.ts'

const group = 'Triggers'

/** What starts executions: every trigger of every published workflow. */
export function triggerRoutes(settings: Settings): readonly Route[] {
  return [listTriggers(settings), showTrigger(settings)]
}

type View = z.input<typeof listedTrigger>

function listTriggers(settings: Settings): Route {
  const { store, workflows, account } = settings
  return defineRoute({
    method: 'get',
    path: '/api/v1/triggers',
    access: 'local',
    group,
    summary: 'List triggers, by workflow',
    description: 'With address, who may call, the last execution, the last refusal, the last turn and the next. `limit` counts workflows.',
    query: z.strictObject({
      ...pageQuery,
      workflow: z.string().optional().meta({ description: 'Only those of this workflow.' }),
      type: z.string().optional().meta({ description: 'Only those of this type.', example: 'webhook' }),
    }),
    answers: {
      200: { description: 'A page of triggers.', schema: z.object({ items: z.array(listedTrigger), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const { items, nextCursor } =
        query.workflow === undefined ? await store.workflows.list(account, toPage(query)) : { items: [{ id: query.workflow }] }
      const published = await Promise.all(items.map(({ id }) => workflows.read(account, id)))
      const views = await Promise.all(published.flatMap((one) => (one === undefined ? [] : [triggersOf(settings, one)])))
      const wanted = views.flat().filter(({ type }) => query.type === undefined || type === query.type)
      return jsonAnswer(200, { items: wanted, ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function showTrigger(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/triggers/{workflow}/{trigger}',
    access: 'local',
    group,
    summary: 'Show a trigger',
    params: z.object({
      workflow: z.string().meta({ description: 'The id of the workflow.' }),
      trigger: z.string().meta({ description: 'The id of the trigger.' }),
    }),
    answers: { 200: { description: 'The trigger.', schema: listedTrigger }, 404: { description: 'There is no such workflow or trigger.' } },
    async handle({ params: { workflow, trigger } }) {
      const published = await settings.workflows.read(settings.account, workflow)
      if (published === undefined) throw workflowUnknown(workflow)
      const found = (await triggersOf(settings, published)).find(({ triggerId }) => triggerId === trigger)
      if (found === undefined)
        throw new ProblemError('TRIGGER_NOT_FOUND', `Workflow ${workflow} has no trigger ${JSON.stringify(trigger.slice(0, 100))}.`)
      return jsonAnswer(200, found)
    },
  })
}

async function triggersOf(settings: Settings, published: PublishedWorkflow): Promise<readonly View[]> {
  const { store, schedules, polls, refusals, lastStarts, publicUrl, clock } = settings
  const { account, id, workflow } = published
  const triggers = Object.entries(workflow.triggers ?? {})
  if (triggers.length === 0) return []
  const filter = { workflowId: id }
  const lasts = await lastExecutions(store, account, id, triggers.length)
  const noted = await lastStarts.of(account, id)
  const { items: scheduled } = await schedules.list(account, filter, { limit: 200 })
  const { items: polled } = await polls.list(account, filter, { limit: 200 })
  return Promise.all(
    triggers.map(async ([triggerId, trigger]) => {
      const isThis = (one: { readonly triggerId: string }) => one.triggerId === triggerId
      const schedule = scheduled.find(isThis)
      const poll = polled.find(isThis)
      const times = schedule && (await schedules.upcoming({ account, workflowId: id, triggerId }, clock.now(), 0))
      const heard = await lastHeard(settings, { account, workflowId: id, triggerId, type: trigger.type })
      const lastId = (schedule ?? poll)?.lastExecutionId ?? startedBy(heard, id, triggerId) ?? noted.get(triggerId)?.executionId
      return triggerView({
        publicUrl,
        published,
        triggerId,
        trigger,
        last: lasts.get(triggerId) ?? (lastId === undefined ? undefined : await store.executions.get(account, lastId)),
        refusal: refusals.last({ account, workflowId: id, triggerId }),
        schedule,
        sentence: times?.sentence,
        poll,
        heard,
      })
    }),
  )
}

function startedBy(event: StoredEvent | undefined, workflowId: string, triggerId: string): string | undefined {
  return event?.firings.find((one) => one.workflowId === workflowId && one.triggerId === triggerId)?.executionId
}

interface HearingTrigger {
  readonly account: string
  readonly workflowId: string
  readonly triggerId: string
  readonly type: string
}

/** The last event that fitted it. Others are not asked for. */
async function lastHeard({ registry, store }: Settings, { account, workflowId, triggerId, type }: HearingTrigger) {
  if (registry.triggerType(type)?.hears === undefined) return undefined
  const { items } = await store.events.list(account, { workflowId, triggerId }, { limit: 1 })
  return items[0]
}
