import { parseOutside } from '@millrace/kit'
import { z } from 'zod'

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
  }),
  z.strictObject({ type: z.literal('unsubscribe'), table: z.string().max(63) }),
])

export type ClientMessage = z.infer<typeof clientMessage>
export type TableMessage = z.infer<typeof tableMessage>

/** A message of a client, or undefined when it is none. */
export function readClientMessage(text: string): ClientMessage | TableMessage | undefined {
  const given = tryJson(text)
  const parsed = parseOutside(isOfTable(given) ? tableMessage : clientMessage, given)
  return parsed.success ? parsed.data : undefined
}

function isOfTable(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, 'table')
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
  LIVE_FAILED: 'Something broke inside the server',
} as const

export type LiveErrorCode = keyof typeof liveErrors
