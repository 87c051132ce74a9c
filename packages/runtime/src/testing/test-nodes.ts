import { type Effects, isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import {
  again,
  call,
  createCatalog,
  defineNode,
  defineScope,
  defineTrigger,
  done,
  type EventPattern,
  FatalError,
  type NodeContext,
  type NodeResult,
  type NodeType,
  type Registry,
  RetryableError,
  respond,
  stop,
  waitFor,
  waitForSignal,
  waitUntil,
} from '@millrace/kit'
import { z } from 'zod'

const onError = defineTrigger({
  type: 'error',
  title: 'Failure',
  icon: 'box',
  summary: 'Starts when another workflow fails.',
  docs: 'Only for tests.',
  params: z.strictObject({}),
  examples: [],
})

/** Fires every so many milliseconds. */
const clock = defineTrigger({
  type: 'clock',
  title: 'Clock',
  icon: 'box',
  summary: 'Fires by the clock.',
  docs: 'Only for tests.',
  params: z.strictObject({
    everyMs: z.int(),
    untilMs: z.int().default(Number.MAX_SAFE_INTEGER),
    missed: z.enum(['all', 'last', 'none']).default('last'),
    overlap: z.enum(['allow', 'skip', 'queue']).default('allow'),
    jitterMs: z.int().default(0),
  }),
  times: ({ everyMs, untilMs, ...policy }) => ({
    ...policy,
    timezone: 'UTC',
    sentence: async () => `Every ${everyMs} ms`,
    next(after) {
      const next = (Math.floor(after / everyMs) + 1) * everyMs
      return next > untilMs ? undefined : next
    },
  }),
  examples: [],
})

/** Looks for what is new with an `act` node of this name, which gives `{ items, cursor, hasMore }`. */
const watch = defineTrigger({
  type: 'watch',
  title: 'Watch',
  icon: 'box',
  summary: 'Looks for what is new.',
  docs: 'Only for tests.',
  params: z.strictObject({
    name: z.string(),
    everyMs: z.int(),
    from: z.enum(['now', 'beginning']).default('now'),
    batch: z.boolean().default(false),
    /** What it is handed, too: of the same things, another form. */
    form: z.string().optional(),
  }),
  lookParams: ['name'],
  look: ({ name, everyMs, from, batch, form }) => ({
    nodes: { look: { type: 'act', with: { name, about: form ?? '{{ trigger.cursor }}' } } },
    source: { name },
    places: [{ inNodes: ['look', 'with', 'name'], inWith: ['name'] }],
    everyMs,
    startsFrom: from,
    isBatch: batch,
    read(result) {
      const { items = [], cursor = null, hasMore = false } = result as Partial<Record<string, Json>>
      const idOf = (item: Json) => String(isJsonObject(item) ? item.id : item)
      return { items: (items as Json[]).map((item) => ({ id: idOf(item), item })), cursor, hasMore: hasMore === true }
    },
  }),
  examples: [],
})

/** Hears events of these names. */
const on = defineTrigger({
  type: 'on',
  title: 'On event',
  icon: 'box',
  summary: 'Fires for events.',
  docs: 'Only for tests.',
  params: z.strictObject({
    names: z.array(z.string()),
    notFrom: z.string().optional(),
    filter: z.json().optional(),
    key: z.json().optional(),
    pattern: z.custom<EventPattern>().optional(),
  }),
  firingParams: ['filter', 'key'],
  hears: ({ names, notFrom, filter, key, pattern }) => ({
    names,
    ...(key !== undefined && { key }),
    ...(pattern !== undefined && { pattern }),
    ...(filter !== undefined && { filter }),
    accepts: ({ source }) => notFrom === undefined || source.workflowId !== notFrom,
    data: ({ id, name, data, source }) => ({ eventId: id, name, data, source: { ...source } }),
  }),
  examples: [],
})

/** What the outside has seen: one entry for each time an external step reached it. */
export interface Effect {
  readonly key: string
  readonly name: string
  readonly attempt: number
}

/** A node library small enough to see through, whose effects are counted and can be held back. */
export interface TestNodes {
  readonly registry: Registry
  readonly effects: readonly Effect[]
  /** Effects of this name wait until they are released. */
  hold(name: string): void
  release(name: string): void
  /** How often an effect of this name fails before it succeeds. */
  failFirst(name: string, times: number): void
  /** What the `act` node of this name does, good or bad. */
  act(name: string, action: Action): void
}

type Action = (context: NodeContext<{ name: string; url?: string | undefined; about?: unknown }>) => NodeResult | Promise<NodeResult>

export function createTestNodes(): TestNodes {
  const effects: Effect[] = []
  const held = new Map<string, PromiseWithResolvers<void>>()
  const failures = new Map<string, number>()
  const actions = new Map<string, Action>()

  async function effect({
    params,
    idempotencyKey: key,
    attempt,
    signal,
  }: NodeContext<{ name: string; output?: unknown }>): Promise<NodeResult> {
    const { name, output = name } = params
    effects.push({ key, name, attempt })
    const gate = held.get(name)
    if (gate !== undefined) await Promise.race([gate.promise, aborted(signal)])
    const left = failures.get(name) ?? 0
    failures.set(name, left - 1)
    if (left > 0) throw new RetryableError(`${name} failed as told`)
    return done(output as Json) // The schema below says any JSON.
  }

  const named = z.strictObject({ name: z.string(), output: z.unknown().optional() })
  const types = [
    plain('effect', named, 'external', effect),
    plain('act', z.strictObject({ name: z.string(), url: z.string().optional(), about: z.unknown().optional() }), 'external', (context) => {
      const { name } = context.params
      effects.push({ key: context.idempotencyKey, name, attempt: context.attempt })
      const action = actions.get(name)
      return action === undefined ? done(name) : action(context)
    }),
    plain('set', z.strictObject({ values: z.unknown() }), 'pure', ({ params }) => done((params.values ?? null) as Json)),
    plain('fatal', z.strictObject({ message: z.string().optional() }), 'pure', ({ params }) => {
      throw new FatalError(params.message ?? 'fatal as told')
    }),
    plain('bottomless', z.strictObject({}), 'pure', () => done(nested(200_000))),
    plain('sleep', z.strictObject({ ms: z.number() }), 'pure', ({ params }) => waitFor(params.ms, 'slept')),
    plain('date', z.strictObject({ at: z.number() }), 'pure', ({ params }) => waitUntil(params.at, 'due')),
    plain('listen', z.strictObject({ name: z.string(), ms: z.number().optional() }), 'pure', ({ params, now }) =>
      waitForSignal({ channel: 'event', key: params.name, until: params.ms === undefined ? undefined : now() + params.ms }),
    ),
    defineNode({
      ...texts('ask'),
      waits: 'token',
      ports: ['yes', 'no'],
      params: z.strictObject({ ms: z.number().optional(), about: z.unknown().optional() }),
      effects: 'pure',
      run: ({ params, now }) =>
        waitForSignal({
          channel: 'token',
          until: params.ms === undefined ? undefined : now() + params.ms,
          ...(params.about !== undefined && { about: params.about as Json }),
        }),
    }),
    plain('emit', z.strictObject({ name: z.string(), data: z.json().optional() }), 'idempotent', async ({ params, events }) => {
      const { id } = await events.emit({ name: params.name, data: params.data ?? null })
      return done(id)
    }),
    plain('poll', z.strictObject({ times: z.number() }), 'read', ({ params, memory, now }) => {
      const seen = typeof memory === 'number' ? memory : 0
      effects.push({ key: 'poll', name: `poll${seen}`, attempt: 1 })
      return seen === params.times ? done(seen) : again(now() + 60_000, seen + 1)
    }),
    plain('respond', z.strictObject({ body: z.unknown() }), 'pure', ({ params }) =>
      respond({ status: 201, headers: {}, body: params.body as Json }, null),
    ),
    plain(
      'call',
      z.strictObject({ workflow: z.string(), inputs: z.record(z.string(), z.unknown()).optional(), wait: z.boolean().optional() }),
      'idempotent',
      ({ params }) => call({ workflow: params.workflow, inputs: (params.inputs ?? {}) as JsonObject, wait: params.wait ?? true }),
    ),
    defineScope({
      ...texts('for-each'),
      scope: 'for-each',
      params: z.strictObject({ items: z.unknown(), concurrency: z.unknown().optional() }),
    }),
    defineScope({ ...texts('try'), scope: 'try', params: z.strictObject({}) }),
    plain('say', z.strictObject({ message: z.string() }), 'pure', ({ params, log }) => {
      log('info', params.message)
      return done(null)
    }),
    plain('stop', z.strictObject({}), 'pure', () => stop({ output: 'stopped' })),
  ]

  return {
    registry: createCatalog(types, [onError, clock, watch, on]),
    effects,
    hold(name) {
      held.set(name, Promise.withResolvers())
    },
    release(name) {
      held.get(name)?.resolve()
      held.delete(name)
    },
    failFirst(name, times) {
      failures.set(name, times)
    },
    act(name, action) {
      actions.set(name, action)
    },
  }
}

function plain<S extends z.ZodType>(
  type: string,
  params: S,
  effects: Effects,
  run: (context: NodeContext<z.output<S>>) => NodeResult | Promise<NodeResult>,
): NodeType {
  return defineNode({ ...texts(type), params, effects, run })
}

function texts(type: string) {
  return {
    type,
    title: `Test ${type}`,
    icon: 'box',
    group: 'logic',
    summary: `Does what the tests of drivers need of ${type}.`,
    docs: 'Only for tests.',
    examples: [],
  } as const
}

/** Deeper than JSON text can be written. */
function nested(depth: number): Json {
  let value: Json = 0
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}
