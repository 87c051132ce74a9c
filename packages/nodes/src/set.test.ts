import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { set } from './set.ts'

test('gives out the values, whatever came in', async () => {
  expect(await testNode(set, { with: { values: { a: 1, b: [null] } }, input: { c: 3 } })).toEqual({
    type: 'done',
    output: { a: 1, b: [null] },
  })
})

test('keep lays the values over what came in', async () => {
  const kept = await testNode(set, { with: { values: { a: { x: 1 } }, keep: true }, input: { a: { y: 2 }, b: 3 } })
  expect(kept).toEqual({ type: 'done', output: { a: { x: 1 }, b: 3 } })
})

test('keep takes no input at all as an empty map', async () => {
  expect(await testNode(set, { with: { values: { a: 1 }, keep: true } })).toEqual({ type: 'done', output: { a: 1 } })
})

test.each([7, 'text', [1]])('keep cannot lay values over %j', async (input) => {
  await expect(testNode(set, { with: { values: {}, keep: true }, input })).rejects.toMatchObject({ name: 'FatalError', code: 'BAD_INPUT' })
})

test('a field called __proto__ changes nothing else', async () => {
  const input = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')
  const result = await testNode(set, { with: { values: { b: 2 }, keep: true }, input })
  expect(result).toMatchObject({ output: { a: 1, b: 2 } })
  expect({}).not.toHaveProperty('polluted')
})
