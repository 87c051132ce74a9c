import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineNode, defineScope } from './define-node.ts'
import { FatalError } from './errors.ts'
import { done } from './node-result.ts'
import type { NodeDefinition } from './node-type.ts'
import { testNode } from './testing/test-node.ts'

const params = z.strictObject({ count: z.int().default(1) })
const about = { title: 'Count', icon: 'hash', group: 'data', summary: 'Counts.', docs: 'It counts.', examples: [] } as const
const count = (more: Partial<NodeDefinition<typeof params>> = {}) =>
  defineNode({ ...about, type: 'count', params, effects: 'pure', run: (context) => done(context.params.count), ...more })

test('run gets parameters as the schema understands them, defaults filled in', async () => {
  expect(await testNode(count(), { with: {} })).toEqual({ type: 'done', output: 1 })
})

test('parameters that do not fit are fatal, and the error names the place and what came', async () => {
  const failure = testNode(count(), { with: { count: 'three' } })
  await expect(failure).rejects.toBeInstanceOf(FatalError)
  await expect(failure).rejects.toMatchObject({
    code: 'BAD_PARAMS',
    message: 'The parameters do not fit count: count must be a number, but is a text of 5 characters.',
    details: { mistakes: [{ path: ['count'] }] },
  })
})

test('the only port is success unless the type names others', () => {
  expect(count().ports({})).toEqual(['success'])
  expect(count({ ports: ['odd', 'even'] }).ports({})).toEqual(['odd', 'even'])
  expect(count({ ports: { from: ['count'], always: ['rest'] } }).ports({ count: { x: 1 } })).toEqual(['x', 'rest'])
})

test('a node may check what its schema cannot see, but says nothing twice of one place', () => {
  const node = count({ check: () => [{ path: ['count'], message: 'is odd.' }] })
  expect(node.checkParams({ count: 1 })).toEqual([{ path: ['count'], message: 'is odd.' }])
  expect(node.checkParams({ count: true })).toEqual([{ path: ['count'], message: 'must be a number, but is true.' }])
})

test('a scope has no run: the engine runs it', async () => {
  const scope = defineScope({ ...about, type: 'each', scope: 'for-each', params })
  expect(scope).toMatchObject({ scope: 'for-each', effects: 'pure' })
  expect(scope.run).toBeUndefined()
  await expect(testNode(scope, { with: {} })).rejects.toThrow('is a scope')
})

test('a description that cannot work is refused at once', () => {
  expect(() => count({ type: 'Count' })).toThrow('lower case')
  expect(() => count({ ports: [] })).toThrow('at least one port')
  expect(() => count({ ports: ['done', 'done'] })).toThrow('twice')
  expect(() => count({ ports: ['success', 'error'] })).toThrow('every node has it')
  const loose = z.object({}) as unknown as typeof params
  expect(() => count({ params: loose })).toThrow('z.strictObject')
})
