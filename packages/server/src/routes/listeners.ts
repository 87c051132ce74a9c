import { decodeYaml, parseDuration } from '@millrace/engine'
import type { PublishedWorkflow } from '@millrace/runtime'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { testPrefix } from '../listening/serve-test-call.ts'
import type { Listener } from '../listening/test-listeners.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { flag } from './page-query.ts'
import { workflowInvalid } from './workflow-invalid.ts'
import { workflowGroup, workflowId, workflowUnknown } from './workflows.ts'

const shortestMs = 1_000
const longestMs = 30 * 60_000
/** So long a question waits for the call. */
const pollMs = 20_000

const listener = z
  .object({
    id: z.string(),
    workflowId: z.string(),
    version: z.int(),
    mode: z.enum(['run', 'data']),
    status: z.enum(['listening', 'received', 'expired']),
    expiresAt: z.iso.datetime(),
    addresses: z.array(z.object({ trigger: z.string(), method: z.string(), url: z.string() })),
    call: z
      .object({
        trigger: z.string(),
        data: z.unknown().optional().meta({ description: 'What the trigger brings.' }),
        executionId: z.string().optional(),
        error: z.string().optional().meta({ description: 'Why nothing was started.' }),
      })
      .optional(),
    lastRefusal: z
      .object({ code: z.string(), message: z.string() })
      .optional()
      .meta({ description: 'A call that was not taken; it goes on listening.' }),
  })
  .meta({ id: 'Listener' })

const listen = z.strictObject({
  source: z.string().optional().meta({ description: 'The text of a draft; what is published, when left out. What is published stays.' }),
  trigger: z.string().optional().meta({ description: 'Only this webhook; all of the workflow when left out.' }),
  mode: z
    .enum(['run', 'data'])
    .default('run')
    .meta({ description: '`run` starts an execution, marked by `trigger.test`; `data` only shows what came.' }),
  for: z
    .string()
    .default('2m')
    .refine((text) => (parseDuration(text) ?? 0) >= shortestMs && (parseDuration(text) ?? 0) <= longestMs, {
      error: 'must be a duration from 1s to 30m',
    })
    .meta({ description: 'How long to listen.' }),
})

/** Test addresses: a webhook that listens once, beside what is published. */
export function listenerRoutes(settings: Settings): readonly Route[] {
  return [startListening(settings), showListener(settings), stopListening(settings)]
}

function startListening(settings: Settings): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/workflows/{id}/listen',
    access: 'local',
    group: workflowGroup,
    summary: 'Listen for one call at the test addresses of a workflow',
    description: 'Under `/webhook-test`, for a while, with a draft or with what is published; calls at `/webhook` are not touched.',
    params: workflowId,
    body: { type: 'json', schema: listen, example: { mode: 'run', for: '2m' } },
    answers: {
      201: { description: 'It listens.', schema: listener },
      404: { description: 'There is no such workflow or webhook.' },
      409: { description: 'Somebody listens at one of the addresses.' },
      422: { description: 'The draft has mistakes.' },
      429: { description: 'Too many listen.' },
    },
    async handle({ params: { id }, body: { source, trigger, mode, for: length } }) {
      const published = source === undefined ? await settings.workflows.get(settings.account, id) : await keepDraft(settings, id, source)
      if (published === undefined) throw workflowUnknown(id)
      const forMs = parseDuration(length) ?? shortestMs
      const armed = settings.listeners.arm({ published, triggerId: trigger, mode, forMs }, settings.clock.now())
      return jsonAnswer(201, viewOf(settings, armed))
    },
  })
}

async function keepDraft({ workflows, account }: Settings, id: string, source: string): Promise<PublishedWorkflow> {
  const decoded = decodeYaml(Buffer.from(source))
  if (!decoded.ok) throw workflowInvalid('Nobody listens.', decoded.problems)
  const outcome = await workflows.keepDraft(account, id, decoded.source)
  if (outcome.status === 'rejected') throw workflowInvalid('Nobody listens.', outcome.problems)
  return outcome.published
}

const listenerId = z.object({ id: z.string().meta({ description: 'The `id` of the listener.' }) })

function showListener(settings: Settings): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/listeners/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Show what a listener has received',
    params: listenerId,
    query: z.strictObject({ wait: flag.optional().meta({ description: 'Answer when its call has come, or after 20 seconds.' }) }),
    answers: { 200: { description: 'The listener.', schema: listener }, 404: { description: 'There is none, or it ended long ago.' } },
    async handle({ params: { id }, query: { wait } }) {
      const found = find(settings, id)
      if (wait === true) await settings.patience.within(found.ended, Math.max(0, Math.min(pollMs, found.expiresAt - settings.clock.now())))
      return jsonAnswer(200, viewOf(settings, found))
    },
  })
}

function stopListening(settings: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: '/api/v1/listeners/{id}',
    access: 'local',
    group: workflowGroup,
    summary: 'Stop listening',
    params: listenerId,
    answers: { 204: { description: 'Nobody listens there any more.' }, 404: { description: 'There is no such listener.' } },
    handle({ params: { id } }) {
      if (!settings.listeners.disarm(id)) throw unknown()
      return { status: 204, headers: {}, body: null }
    },
  })
}

function find({ listeners, clock }: Settings, id: string): Listener {
  const found = listeners.get(id, clock.now())
  if (found === undefined) throw unknown()
  return found
}

function unknown(): ProblemError {
  return new ProblemError('LISTENER_NOT_FOUND', 'There is no such listener: it ended, or the server was started again. Listen anew.')
}

function viewOf({ publicUrl, clock }: Settings, armed: Listener): z.input<typeof listener> {
  const { id, workflowId, version, mode, expiresAt, routes, call, refusal } = armed
  return {
    id,
    workflowId,
    version,
    mode,
    status: call !== undefined ? 'received' : expiresAt > clock.now() ? 'listening' : 'expired',
    expiresAt: isoTime(expiresAt),
    addresses: routes.map(({ triggerId, method, path }) => ({ trigger: triggerId, method, url: `${publicUrl}${testPrefix}${path}` })),
    ...(call && {
      call: {
        trigger: call.triggerId,
        ...(call.data && { data: call.data }),
        ...(call.executionId !== undefined && { executionId: call.executionId }),
        ...(call.error !== undefined && { error: call.error }),
      },
    }),
    ...(refusal && { lastRefusal: refusal }),
  }
}
