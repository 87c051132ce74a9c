import type { Effects, Json } from '@millrace/engine'
import {
  again,
  call,
  createCatalog,
  defineNode,
  defineScope,
  defineTrigger,
  done,
  FatalError,
  type NodeContext,
  type NodeResult,
  type NodeType,
  type Registry,
  RetryableError,
  waitFor,
  waitForSignal,
} from '@millrace/kit'
import { z } from 'zod'
import { heardName } from './event-watch.ts'
import { codes, digest } from './expectation.ts'

/** What a step that reaches outside asks of the outside there: resolves when that has done it. */
export type Reach = (context: NodeContext<object>, name: string) => Promise<void> | void

/** What fires by itself. */
export interface Sources {
  /** Whether it does. */
  isFiring(): boolean
  /** What lies there to be found, at this moment; rejects when nobody can look. */
  glance(): Promise<readonly number[]>
}

const nothing: Sources = { isFiring: () => false, glance: async () => [] }

/** The node types of the random workflows. One value for each process, whose steps reach the outside through it. */
export function createSimulatedNodes(reach: Reach, { isFiring, glance }: Sources = nothing): Registry {
  return createCatalog(
    [
      node('act', z.strictObject({ name: z.string(), from: z.unknown(), failures: z.number() }), 'external', async (context) => {
        const { name, from, failures } = context.params
        await reach(context, name)
        if (context.attempt <= failures) throw new RetryableError('failed as told', { code: codes.fail })
        return done(digest(name, from))
      }),
      node('look', z.strictObject({ name: z.string(), from: z.unknown() }), 'read', async ({ params: { name, from } }) =>
        done(digest(name, from)),
      ),
      node('set', z.strictObject({ name: z.string(), from: z.unknown() }), 'pure', ({ params: { name, from } }) =>
        done(digest(name, from)),
      ),
      node('fail', z.strictObject({}), 'pure', () => {
        throw new FatalError('failed as told', { code: codes.fail })
      }),
      node('hang', z.strictObject({}), 'read', () => new Promise<NodeResult>(() => undefined)),
      node('sleep', z.strictObject({ seconds: z.number() }), 'pure', ({ params }) => waitFor(params.seconds * 1000, 'slept')),
      node('poll', z.strictObject({ times: z.number(), seconds: z.number() }), 'read', ({ params: { times, seconds }, memory = 0, now }) =>
        memory === times ? done(times) : again(now() + seconds * 1000, Number(memory) + 1),
      ),
      node('listen', z.strictObject({ name: z.string(), seconds: z.number().optional() }), 'pure', ({ params: { name, seconds }, now }) =>
        waitForSignal({ channel: 'event', key: name, ...(seconds !== undefined && { until: now() + seconds * 1000 }) }),
      ),
      defineNode({
        ...texts('ask'),
        waits: 'token',
        params: z.strictObject({}),
        effects: 'pure',
        run: () => waitForSignal({ channel: 'token' }),
      }),
      defineNode({
        ...texts('fork'),
        ports: ['a', 'b'],
        params: z.strictObject({ port: z.enum(['a', 'b']) }),
        effects: 'pure',
        run: ({ params: { port } }) => done(port, port),
      }),
      node('tell', z.strictObject({}), 'idempotent', async ({ events }) => {
        await events.emit({ name: heardName, data: null })
        return done('told')
      }),
      node('shelf', z.strictObject({}), 'read', async () => done([...(await glance())])),
      node('call', z.strictObject({ workflow: z.string(), wait: z.boolean() }), 'idempotent', ({ params }) => call(params)),
      defineScope({ ...texts('for-each'), scope: 'for-each', params: z.strictObject({ items: z.unknown(), concurrency: z.unknown() }) }),
      defineScope({ ...texts('loop'), scope: 'loop', params: z.strictObject({ while: z.unknown() }) }),
      defineScope({ ...texts('try'), scope: 'try', params: z.strictObject({}) }),
    ],
    [tickTrigger(isFiring), glanceTrigger(isFiring), hearTrigger],
  )
}

/** Fires at the multiples of an interval, as long as that is wanted. */
function tickTrigger(isFiring: () => boolean) {
  return defineTrigger({
    type: 'tick',
    title: 'Simulated tick',
    icon: 'box',
    summary: 'Fires by the clock.',
    docs: 'Only for tests.',
    params: z.strictObject({ everyMs: z.number() }),
    times: ({ everyMs }) => ({
      missed: 'last',
      overlap: 'allow',
      jitterMs: 0,
      timezone: 'UTC',
      sentence: async () => 'Now and then',
      next: (after) => (isFiring() ? (Math.floor(after / everyMs) + 1) * everyMs : undefined),
    }),
    examples: [],
  })
}

/** Looks at the shelf, as long as that is wanted. */
function glanceTrigger(isFiring: () => boolean) {
  return defineTrigger({
    type: 'glance',
    title: 'Simulated glance',
    icon: 'box',
    summary: 'Looks for what is new.',
    docs: 'Only for tests.',
    params: z.strictObject({ everyMs: z.number() }),
    look: ({ everyMs }) => ({
      nodes: { shelf: { type: 'shelf' } },
      places: [],
      everyMs: isFiring() ? everyMs : never,
      startsFrom: 'beginning',
      isBatch: false,
      read: (result) => ({ items: (result as Json[]).map((item) => ({ id: String(item), item })), cursor: null, hasMore: false }), // As `shelf` gives it.
    }),
    examples: [],
  })
}

/** Longer than any simulated life. */
const never = 86_400_000 * 3650

const hearTrigger = defineTrigger({
  type: 'hear',
  title: 'Simulated ear',
  icon: 'box',
  summary: 'Fires for events.',
  docs: 'Only for tests.',
  params: z.strictObject({ names: z.array(z.string()) }),
  hears: ({ names }) => ({ names, data: ({ id }) => ({ eventId: id }) }),
  examples: [],
})

function node<S extends z.ZodType>(
  type: string,
  params: S,
  effects: Effects,
  run: (context: NodeContext<z.output<S>>) => NodeResult | Promise<NodeResult>,
): NodeType {
  return defineNode({ ...texts(type), params, effects, run })
}

function texts(type: string) {
  const summary = `Does what the simulation needs of ${type}.`
  return { type, title: `Simulated ${type}`, icon: 'box', group: 'logic', summary, docs: 'Only for tests.', examples: [] } as const
}
