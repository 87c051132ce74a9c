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

export type ClientMessage = z.infer<typeof clientMessage>

/** A message of a client, or undefined when it is none. */
export function readClientMessage(text: string): ClientMessage | undefined {
  const parsed = parseOutside(clientMessage, tryJson(text))
  return parsed.success ? parsed.data : undefined
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
