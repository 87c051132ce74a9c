import type { JsonObject, TriggerDefinition } from '@millrace/engine'
import type { PublishedWorkflow } from '@millrace/runtime'
import type { ExecutionSummary, ListedPoll, StoredEvent, StoredSchedule } from '@millrace/store'
import { z } from 'zod'
import { webhookPrefix } from '../webhook/handle-webhook.ts'
import type { Refusal } from '../webhook/refusals.ts'
import { executionStatus } from './execution-schema.ts'
import { isoTime } from './iso-time.ts'
import { authKindOf, sampleCall } from './sample-call.ts'

const time = z.iso.datetime()

export const listedTrigger = z
  .object({
    workflowId: z.string(),
    triggerId: z.string(),
    type: z.string().meta({ example: 'webhook' }),
    name: z.string().optional(),
    isEnabled: z.boolean(),
    inputs: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'What each start by it has, unless its starter gives others.' }),
    url: z.string().optional().meta({ description: 'Where it is reached.', example: 'http://localhost:8577/webhook/orders' }),
    methods: z.array(z.string()).optional(),
    auth: z.string().optional().meta({ description: 'How a caller proves who it is; `api`: whoever may use the API.', example: 'github' }),
    isOpen: z.boolean().meta({ description: 'Whoever knows the address may fire it.' }),
    sample: z.string().optional().meta({ description: 'A call for a shell, secrets as variables.' }),
    last: z.object({ executionId: z.string(), status: executionStatus, at: time }).optional().meta({
      description: 'The last execution that it started, if it is still kept. After a crash it may be one of some seconds before.',
    }),
    lastTurn: z
      .object({ at: time, outcome: z.enum(['started', 'skipped', 'nothing-new', 'failed']), message: z.string().optional() })
      .optional()
      .meta({ description: 'What came of the last time that it fired by the clock, or looked for what is new.' }),
    lastRefusal: z
      .object({ at: time, code: z.string(), message: z.string(), count: z.int() })
      .optional()
      .meta({ description: 'The last call that was refused, and how many were, since the server started.' }),
    lastEvent: z
      .object({ id: z.string(), name: z.string(), at: time, outcome: z.enum(['started', 'failed']), message: z.string().optional() })
      .optional()
      .meta({ description: 'The last event that it heard, and what came of that.' }),
    sentence: z
      .string()
      .optional()
      .meta({ description: 'When one fires that goes by the clock, in words.', example: 'At 02:00 (Europe/Berlin)' }),
    nextAt: time.optional().meta({ description: 'Of one that goes by the clock or looks for what is new.' }),
    isPaused: z.boolean().optional().meta({ description: 'Of one that goes by the clock or looks for what is new.' }),
  })
  .meta({ id: 'ListedTrigger' })

interface Sources {
  readonly publicUrl: string
  readonly published: PublishedWorkflow
  readonly triggerId: string
  readonly trigger: TriggerDefinition
  readonly last: ExecutionSummary | undefined
  readonly refusal: Refusal | undefined
  readonly schedule: StoredSchedule | undefined
  readonly sentence: string | undefined
  readonly heard: StoredEvent | undefined
  readonly poll: ListedPoll | undefined
}

export function triggerView(sources: Sources): z.input<typeof listedTrigger> {
  const { published, triggerId, trigger, last, refusal, schedule, sentence, poll } = sources
  const { type, name, disabled, inputs } = trigger
  return {
    workflowId: published.id,
    triggerId,
    type,
    ...(name !== undefined && { name }),
    isEnabled: disabled !== true,
    ...(inputs !== undefined && { inputs }),
    ...addressView(sources),
    ...(last && { last: { executionId: last.id, status: last.status, at: isoTime(last.startedAt) } }),
    ...(refusal && { lastRefusal: { ...refusal, at: isoTime(refusal.at) } }),
    ...(sources.heard && lastEventView(sources.heard, published.id, triggerId)),
    ...(sentence !== undefined && { sentence }),
    ...(schedule && turnView({ ...schedule, at: schedule.nextAt })),
    ...(poll && turnView({ ...poll, at: poll.wakeAt })),
  }
}

type OwnTurn = Pick<StoredSchedule | ListedPoll, 'isPaused' | 'lastAt' | 'lastOutcome' | 'lastMessage'> & {
  readonly at: number | undefined
}

/** Of one that has its turn by itself. */
function turnView({ isPaused, at, lastAt, lastOutcome: outcome, lastMessage: message }: OwnTurn) {
  return {
    isPaused,
    ...(at !== undefined && !isPaused && { nextAt: isoTime(at) }),
    ...(lastAt !== undefined && outcome !== undefined && { lastTurn: { at: isoTime(lastAt), outcome, ...(message && { message }) } }),
  }
}

function lastEventView({ id, name, at, firings }: StoredEvent, workflowId: string, triggerId: string) {
  const firing = firings.find((one) => one.workflowId === workflowId && one.triggerId === triggerId)
  if (firing === undefined) return {}
  const { outcome, message } = firing
  return { lastEvent: { id, name, at: isoTime(at), outcome, ...(message !== undefined && { message }) } }
}

type AddressView = Pick<z.input<typeof listedTrigger>, 'url' | 'methods' | 'auth' | 'isOpen' | 'sample'>

function addressView({ publicUrl, trigger: { type, with: written = {} } }: Sources): AddressView {
  const auth = authKindOf(type, written)
  const place = placeOf(type, written)
  if (place === undefined) return { isOpen: false }
  const url = `${publicUrl}${place.path}`
  const sample = sampleCall(type, written, url, place.methods[0] ?? 'POST')
  return {
    url,
    methods: [...place.methods],
    ...(auth !== undefined && { auth }),
    isOpen: auth === 'none',
    ...(sample !== undefined && { sample }),
  }
}

function placeOf(type: string, written: JsonObject): { readonly path: string; readonly methods: readonly string[] } | undefined {
  switch (type) {
    case 'webhook':
      return { path: `${webhookPrefix}${String(written.path)}`, methods: [written.method ?? 'POST'].flat().map(String) }
    case 'form':
    case 'chat':
      return { path: `/${type}${String(written.path)}`, methods: ['GET', 'POST'] }
    case 'function':
      return { path: `/api/v1/functions/${String(written.name)}`, methods: ['POST'] }
    default:
      return undefined
  }
}
