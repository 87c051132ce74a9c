import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Settings } from '../server-ports.ts'
import type { TriggerPlace } from '../webhook/refusals.ts'

/** One thing that was said. */
const message = z.object({ role: z.enum(['person', 'workflow']), text: z.string(), at: z.string() })

export type ChatMessage = z.output<typeof message>

/** A chat that goes on. The token is the whole credential of whoever is in it; nothing but its hash is kept. */
export interface ChatSession {
  readonly token: string
  /** What the workflow knows it by. */
  readonly id: string
  readonly messages: readonly ChatMessage[]
}

const keptMs = 30 * 24 * 3_600_000
const mostMessages = 200
const mostCharacters = 200_000
/** More writers than this at once is one person with many windows, and no chat. */
const mostTries = 20

/** The chat that the token stands for; a new one for a token that was made up, or that is too old. */
export async function openSession({ store, clock }: Settings, place: TriggerPlace, token: string): Promise<ChatSession> {
  const found = /^[A-Za-z0-9_-]{43}$/.test(token) ? await store.values.get(valuePlace(place, token), clock.now()) : undefined
  if (found === undefined) {
    const made = randomBytes(32).toString('base64url')
    return { token: made, id: idOf(made), messages: [] }
  }
  return { token, id: idOf(token), messages: readMessages(found.value) }
}

/** Keeps what was said, behind whatever was said meanwhile. */
export async function keepMessages(
  { store, clock }: Settings,
  place: TriggerPlace,
  token: string,
  said: readonly ChatMessage[],
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const at = clock.now()
    const where = valuePlace(place, token)
    const before = await store.values.get(where, at)
    const value = newest([...(before === undefined ? [] : readMessages(before.value)), ...said]).map((one) => ({ ...one }))
    const outcome = await store.values.put({ ...where, value, at, expiresAt: at + keptMs, expected: before?.revision ?? 'missing' })
    if (outcome !== 'conflict') return
  }
}

function readMessages(value: unknown): readonly ChatMessage[] {
  return z.array(message).catch([]).parse(value)
}

function newest(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  let length = 0
  const from = messages.findLastIndex(({ text }) => {
    length += text.length
    return length > mostCharacters
  })
  return messages.slice(Math.max(from + 1, messages.length - mostMessages))
}

function valuePlace({ account, workflowId, triggerId }: TriggerPlace, token: string) {
  return { account, space: `workflow:${workflowId}`, key: `chat:${triggerId}:${idOf(token)}` }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 32)
}
