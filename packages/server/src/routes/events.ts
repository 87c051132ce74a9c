import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { canonicalJson, idempotencyHeaders } from '../idempotency.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { event, eventFilterOf, eventOutcome, eventView, outcomeView } from '../views/event-view.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Events'
const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** Delivery takes milliseconds, unless the disk is full. */
const longestWaitMs = 5_000

export function eventRoutes(settings: Settings): readonly Route[] {
  return [emitEvent(settings), listEvents(settings), showEvent(settings)]
}

function emitEvent({ bus, dispatcher, patience, store, account }: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/events',
    access: 'local',
    group,
    summary: 'Send an event to whoever listens for it',
    description:
      'Triggers of type `event` that listen for its name start an execution each, and `wait.event` steps that wait for it now go on. It answers when all of that is on disk. With an id, in the body or as `Idempotency-Key`, a request that is repeated sends the event once.',
    headers: idempotencyHeaders,
    body: {
      type: 'json',
      schema: z.strictObject({
        name: z.string().min(1).max(500),
        data: jsonValue().default(null).meta({ description: 'What listeners get.' }),
        by: z.string().max(200).optional().meta({ description: 'Who sent it, for the history.' }),
        id: z.string().min(1).max(255).optional().meta({ description: 'The same id again is the same event.' }),
      }),
      example: { name: 'order.paid', data: { id: 17, total: 120 } },
    },
    answers: {
      200: {
        description: 'What has come of it.',
        schema: z.object({ id: z.string(), name: z.string(), isNew: z.boolean(), ...eventOutcome }),
        example: { id: '01k2', name: 'order.paid', isNew: true, isDelivered: true, received: 0, firings: [] },
      },
      409: { description: 'The id is that of an event with another name or other data.' },
    },
    async handle({ headers, body: { name, data, by, id: given } }) {
      const id = given ?? headers['idempotency-key']
      const source = by === undefined ? {} : { by }
      const sent = await bus.emit({ account, name, data, source, depth: 0, ...(id !== undefined && { id }) })
      // What does not come in time is delivered all the same: the event is on disk.
      await patience.within(dispatcher.delivered(sent.position), longestWaitMs)
      const stored = await store.events.get(account, sent.id)
      if (!sent.isNew && stored !== undefined && canonicalJson([stored.name, stored.data]) !== canonicalJson([name, data])) {
        const code = given === undefined ? 'IDEMPOTENCY_KEY_REUSED' : 'EVENT_EXISTS'
        throw new ProblemError(code, `There is an event ${sent.id} with another name or other data: choose a new id.`)
      }
      const outcome = stored ?? { position: sent.position, received: 0, firings: [] }
      return jsonAnswer(200, { id: sent.id, name, isNew: sent.isNew, ...outcomeView(outcome, await store.events.cursor()) })
    },
  })
}

function listEvents({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/events',
    access: 'local',
    group,
    summary: 'List events with what each has started, newest first',
    query: z.strictObject({
      ...pageQuery,
      name: z.string().optional().meta({ description: 'Of this name; with a star at its end, of all that begin so: `order.*`.' }),
      workflow: z.string().optional().meta({ description: 'Only those that fitted a trigger of this workflow.' }),
      trigger: z.string().optional().meta({ description: 'Of this trigger of it; only with `workflow`.' }),
      from: moment.optional().meta({ description: 'Sent at or after this time.' }),
      to: moment.optional().meta({ description: 'Sent before this time.' }),
    }),
    answers: {
      200: { description: 'A page of events.', schema: z.object({ items: z.array(event), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const { items, nextCursor } = await store.events.list(account, eventFilterOf(query), toPage(query))
      const cursor = await store.events.cursor()
      return jsonAnswer(200, { items: items.map((one) => eventView(one, cursor)), ...(nextCursor !== undefined && { nextCursor }) })
    },
  })
}

function showEvent({ store, account }: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/events/{id}',
    access: 'local',
    group,
    summary: 'Show an event with what it has started',
    params: z.object({ id: z.string().meta({ description: 'Of the event.' }) }),
    answers: { 200: { description: 'The event.', schema: event }, 404: { description: 'There is no such event, or not any more.' } },
    async handle({ params: { id } }) {
      const stored = await store.events.get(account, id)
      if (stored === undefined)
        throw new ProblemError(
          'EVENT_NOT_FOUND',
          `There is no event ${JSON.stringify(id.slice(0, 200))}: GET /api/v1/events lists those that are kept.`,
        )
      return jsonAnswer(200, eventView(stored, await store.events.cursor()))
    },
  })
}
