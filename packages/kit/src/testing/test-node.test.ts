import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { jsonValue } from '../json-value.ts'
import { done } from '../node-result.ts'
import type { NodeContext } from '../node-type.ts'
import { outputTypeOf } from '../output-type.ts'
import { testNode } from './test-node.ts'

type Params = { readonly value: unknown }
const node = (run: (context: NodeContext<Params>) => ReturnType<typeof done> | Promise<ReturnType<typeof done>>) =>
  defineNode({
    type: 'probe',
    title: 'Probe',
    icon: 'eye',
    group: 'data',
    summary: 'Looks.',
    docs: 'It looks.',
    params: z.strictObject({ value: jsonValue() }),
    effects: 'pure',
    examples: [],
    run,
  })
const probe = node(({ params }) => done(params.value as never))

test('expressions in the parameters see the input and the names given', async () => {
  const trial = { input: { n: 2 }, names: { trigger: { body: 3 }, nodes: { load: { output: 4 } } } }
  const outputOf = async (value: string) => (await testNode(probe, { with: { value }, ...trial })) as ReturnType<typeof done>
  expect((await outputOf('{{ input.n + trigger.body + nodes.load.output }}')).output).toBe(9)
  expect((await outputOf('n is {{ input.n }}')).output).toBe('n is 2')
})

test('an expression that is wrong or reads what is not there fails the test', async () => {
  await expect(testNode(probe, { with: { value: '{{ 1 + }}' } })).rejects.toThrow('value')
  await expect(testNode(probe, { with: { value: '{{ trigger.body }}' } })).rejects.toThrow('trigger')
})

test('what is not given is the same each time', async () => {
  const seen = node(({ input, attempt, idempotencyKey, signal, now }) => done([input, attempt, idempotencyKey, signal.aborted, now()]))
  expect(await testNode(seen, { with: { value: 1 } })).toEqual(done([null, 1, 'test-idempotency-key', false, Date.UTC(2026, 0, 1, 12)]))
})

test('there is no network unless the test brings it', async () => {
  const calling = node(async ({ fetch }) => done((await fetch('https://example.test')).status))
  await expect(testNode(calling, { with: { value: 1 } })).rejects.toThrow('no network')
  expect(await testNode(calling, { with: { value: 1 }, fetch: async () => new Response() })).toEqual(done(200))
})

test('a node that does not ask for the signal does not cause one', () => {
  const context = {
    params: { value: 1 },
    get signal(): AbortSignal {
      throw new Error('asked for')
    },
  }
  expect(probe.run?.(context as unknown as NodeContext<{ value: number }>)).toEqual(done(1))
})

test('an output with more than the type tells of is a mistake', async () => {
  const telling = { ...node(() => done({ id: 1, name: 'Ada' })), outputType: outputTypeOf(z.object({ id: z.int() })) }
  await expect(testNode(telling, { with: { value: 1 } })).rejects.toThrow('gave out {"id":1,"name":"Ada"}')
  const loose = { ...telling, outputType: outputTypeOf(z.looseObject({ id: z.int() })) }
  expect(await testNode(loose, { with: { value: 1 } })).toEqual(done({ id: 1, name: 'Ada' }))
})
