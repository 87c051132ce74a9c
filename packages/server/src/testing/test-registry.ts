import {
  chatParams,
  createCatalog,
  defineConnection,
  defineNode,
  defineScope,
  defineTrigger,
  done,
  FatalError,
  fileHandle,
  formParams,
  jsonValue,
  type Registry,
  respond,
  waitForSignal,
  waitUntil,
} from '@millrace/kit'
import { z } from 'zod'

const facts = { icon: 'box', summary: 'For tests.', docs: 'For tests.', examples: [] } as const
const nodeFacts = { ...facts, group: 'data' } as const

const echo = defineNode({
  ...nodeFacts,
  type: 'echo',
  title: 'Echo',
  params: z.strictObject({ value: jsonValue().optional() }),
  output: z.unknown(),
  effects: 'pure',
  run: ({ params, input }) => done(params.value === undefined ? input : params.value),
})

const fail = defineNode({
  ...nodeFacts,
  type: 'fail',
  title: 'Fail',
  params: z.strictObject({ message: z.string().default('It broke.') }),
  effects: 'pure',
  run({ params }) {
    throw new FatalError(params.message, { code: 'BROKEN' })
  },
})

const say = defineNode({
  ...nodeFacts,
  type: 'say',
  title: 'Say',
  params: z.strictObject({ message: z.string(), level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }),
  effects: 'pure',
  run({ params: { message, level }, log, input }) {
    log(level, message, { said: message })
    return done(input)
  },
})

const reply = defineNode({
  ...nodeFacts,
  type: 'reply',
  title: 'Reply',
  params: z.strictObject({
    status: z.int().default(200),
    headers: z.record(z.string(), z.string()).default({}),
    body: jsonValue().optional(),
    file: fileHandle().optional(),
  }),
  effects: 'pure',
  run: ({ params: { status, headers, body, file }, input }) =>
    respond({ status, headers, body: body === undefined ? input : body, ...(file && { file }) }, null),
})

/** Waits until the year 2100: for whatever must not end by itself. */
const forever = defineNode({
  ...nodeFacts,
  type: 'forever',
  title: 'Forever',
  params: z.strictObject({}),
  effects: 'pure',
  run: () => waitUntil(Date.UTC(2100, 0), null),
})

const tryScope = defineScope({ ...nodeFacts, type: 'try', title: 'Try', scope: 'try', params: z.strictObject({}) })

const noisy = defineNode({
  ...nodeFacts,
  type: 'noisy',
  title: 'Noisy',
  params: z.strictObject({ line: z.string() }),
  effects: 'external',
  async run({ params, log, input }) {
    log('info', params.line, { from: 'noisy' })
    return done(input)
  },
})

const listen = defineNode({
  ...nodeFacts,
  type: 'listen',
  title: 'Listen',
  params: z.strictObject({ name: z.string() }),
  effects: 'pure',
  run: ({ params }) => waitForSignal({ channel: 'event', key: params.name }),
})

/** Waits at its own address: for a call, or with `about` as the approval does. */
const ask = defineNode({
  ...nodeFacts,
  type: 'ask',
  title: 'Ask',
  params: z.strictObject({ about: jsonValue().optional() }),
  ports: ['approved', 'rejected'],
  effects: 'pure',
  waits: 'token',
  run: ({ params: { about } }) => waitForSignal({ channel: 'token', ...(about !== undefined && { about }) }),
})

const webhook = defineTrigger({
  ...facts,
  type: 'webhook',
  title: 'Webhook',
  params: z.strictObject({
    path: z.string(),
    method: z.union([z.string(), z.array(z.string())]).optional(),
    respond: z.string().optional(),
    status: z.int().optional(),
    auth: z.unknown().optional(),
    deduplicate: z.unknown().optional(),
    rawBody: z.unknown().optional(),
    maxBytes: z.unknown().optional(),
    cors: z.unknown().optional(),
    rateLimit: z.unknown().optional(),
  }),
})

/** Fires after each interval, counted from 1970. */
const clock = defineTrigger({
  ...facts,
  type: 'clock',
  title: 'Clock',
  params: z.strictObject({ everyMs: z.int().min(1) }),
  times: ({ everyMs }) => ({
    next: (after) => (Math.floor(after / everyMs) + 1) * everyMs,
    missed: 'last',
    overlap: 'allow',
    jitterMs: 0,
    timezone: 'UTC',
    sentence: async () => `Every ${everyMs} ms`,
  }),
})

/** Finds each of these items once, from the beginning. */
const look = defineTrigger({
  ...facts,
  type: 'look',
  title: 'Look',
  params: z.strictObject({ items: jsonValue() }),
  look: ({ items }) => ({
    nodes: { look: { type: 'echo', with: { value: items } } },
    places: [],
    everyMs: 3_600_000,
    startsFrom: 'beginning',
    isBatch: false,
    read(result) {
      if (!Array.isArray(result)) throw new FatalError('There is no list.')
      return { items: result.map((item) => ({ id: JSON.stringify(item), item })), cursor: null, hasMore: false }
    },
  }),
})

/** Hears events of this name. */
const on = defineTrigger({
  ...facts,
  type: 'on',
  title: 'On event',
  params: z.strictObject({ name: z.string(), filter: z.string().optional() }),
  firingParams: ['filter'],
  hears: ({ name, filter }) => ({ names: [name], ...(filter !== undefined && { filter }), data: ({ data }) => ({ data }) }),
})

const functionTrigger = defineTrigger({ ...facts, type: 'function', title: 'Function', params: z.strictObject({ name: z.string() }) })

const chat = defineTrigger({ ...facts, type: 'chat', title: 'Chat', params: chatParams })

const form = defineTrigger({ ...facts, type: 'form', title: 'Form', params: formParams })

const manual = defineTrigger({ ...facts, type: 'manual', title: 'By hand', params: z.strictObject({}) })

const token = defineConnection({
  ...facts,
  type: 'token',
  title: 'Token',
  params: z.strictObject({ user: z.string().optional(), token: z.string().meta({ title: 'Token', secret: true }) }),
})

/** A few node types in the shape of the real ones: the server may not know the library. */
export function testRegistry(): Registry {
  return createCatalog(
    [echo, fail, say, reply, forever, tryScope, noisy, listen, ask],
    [webhook, functionTrigger, form, chat, manual, clock, look, on],
    [token],
  )
}
