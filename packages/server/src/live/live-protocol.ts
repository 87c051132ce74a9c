import { parseOutside } from '@millrace/kit'
import { logLevels } from '@millrace/store'
import { z } from 'zod'
import { isTooDeep } from '../parse-json.ts'
import { recordFields } from '../routes/record-fields.ts'

/** What a client may send. */
const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    executionId: z.string().min(1).max(200).optional(),
    workflowId: z.string().min(1).max(200).optional(),
    /** The position of the last change that was seen: what was missed since comes first. */
    after: z.int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('unsubscribe'),
    executionId: z.string().max(200).optional(),
    workflowId: z.string().max(200).optional(),
  }),
  z.strictObject({ type: z.literal('ping') }),
])

/** The same for the records of tables, whose positions are another count. */
const tableMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    /** `*` for all tables. */
    table: z.string().min(1).max(63),
    after: z.string().max(100).optional(),
    /** Only records of which this holds. */
    where: recordFields.optional(),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), table: z.string().max(63) }),
])

/** The same for what is edited: a draft with its canvas, or the list of workflows. */
const draftMessage = z.union([
  z.strictObject({ type: z.enum(['subscribe', 'unsubscribe']), draft: z.string().min(1).max(200) }),
  z.strictObject({ type: z.enum(['subscribe', 'unsubscribe']), workflows: z.literal(true) }),
])

const short = z.string().min(1).max(200).optional()
const lineWish = z.strictObject({ level: z.enum(logLevels).optional(), workflow: short, execution: short, node: short, text: short })

/** The same for what steps log; subscribed again, the last one counts. */
const lineMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    logs: lineWish,
    /** The position of the last line that was seen: what was missed since comes first. */
    after: z
      .string()
      .regex(/^\d{1,15}\.\d{1,15}$/)
      .optional(),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), logs: lineWish }),
])

const eventWish = z.strictObject({ name: z.string().min(1).max(500).optional(), workflow: short })

/** The same for events; subscribed again, the last one counts. */
const eventMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    events: eventWish,
    /** The position of the last message: what has come since, and since come of them, comes first. */
    after: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), events: eventWish }),
])

/** The same for all triggers together: that something about one has changed. */
const triggerMessage = z.strictObject({ type: z.enum(['subscribe', 'unsubscribe']), triggers: z.literal(true) })

export type TriggerMessage = z.infer<typeof triggerMessage>
export type EventMessage = z.infer<typeof eventMessage>
export type LineMessage = z.infer<typeof lineMessage>
export type ClientMessage = z.infer<typeof clientMessage>
export type TableMessage = z.infer<typeof tableMessage>
export type DraftMessage = z.infer<typeof draftMessage>

type AnyMessage = ClientMessage | TableMessage | DraftMessage | LineMessage | EventMessage | TriggerMessage

/** A message of a client, or undefined when it is none. */
export function readClientMessage(text: string): AnyMessage | undefined {
  const given = isTooDeep(text) ? undefined : tryJson(text)
  const parsed = parseOutside(schemaOf(given), given)
  return parsed.success ? parsed.data : undefined
}

function schemaOf(given: unknown) {
  if (typeof given !== 'object' || given === null) return clientMessage
  if (Object.hasOwn(given, 'table')) return tableMessage
  if (Object.hasOwn(given, 'logs')) return lineMessage
  if (Object.hasOwn(given, 'events')) return eventMessage
  if (Object.hasOwn(given, 'triggers')) return triggerMessage
  return Object.hasOwn(given, 'draft') || Object.hasOwn(given, 'workflows') ? draftMessage : clientMessage
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Codes of `{ type: 'error' }` messages; public, listed in docs/errors.md. */
export const liveErrors = {
  LIVE_MESSAGE_INVALID: 'A message that is not one of the protocol',
  LIVE_EXECUTION_NOT_FOUND: 'A subscription to an execution that does not exist',
  LIVE_TOO_MANY_SUBSCRIPTIONS: 'More subscriptions than one link may have',
  LIVE_TOO_FAR_BEHIND: 'More was missed than is sent again',
  LIVE_CONDITION_INVALID: 'A condition of a subscription that cannot be followed',
  LIVE_NOT_ALLOWED: 'A subscription that the token or the access rules of the table do not allow',
  LIVE_FAILED: 'Something broke inside the server',
} as const

export type LiveErrorCode = keyof typeof liveErrors
