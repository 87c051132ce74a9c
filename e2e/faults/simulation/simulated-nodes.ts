import type { Effects } from '@millrace/engine'
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
import { codes, digest } from './expectation.ts'

/** What a step that reaches outside asks of the outside there: resolves when that has done it. */
export type Reach = (context: NodeContext<object>, name: string) => Promise<void> | void

/** The node types of the random workflows. One value for each process, whose steps reach the outside through it. */
export function createSimulatedNodes(reach: Reach, isFiring: () => boolean = () => true): Registry {
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
      node('call', z.strictObject({ workflow: z.string(), wait: z.boolean() }), 'idempotent', ({ params }) => call(params)),
      defineScope({ ...texts('for-each'), scope: 'for-each', params: z.strictObject({ items: z.unknown(), concurrency: z.unknown() }) }),
      defineScope({ ...texts('loop'), scope: 'loop', params: z.strictObject({ while: z.unknown() }) }),
      defineScope({ ...texts('try'), scope: 'try', params: z.strictObject({}) }),
    ],
    [tickTrigger(isFiring)],
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
