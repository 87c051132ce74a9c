import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { jsonStringify } from './stringify.ts'

async function written(value: Json, options = {}): Promise<Json> {
  const result = await testNode(jsonStringify, { with: { ...options }, input: value })
  return result.type === 'done' ? result.output : null
}

test('writes what came in, or the value', async () => {
  expect(await written({ a: [1, '{{ x }}'] })).toBe('{"a":[1,"{{ x }}"]}')
  expect(await testNode(jsonStringify, { with: { value: null }, input: 1 })).toMatchObject({ output: 'null' })
})

test('sorts keys at every level, those that every object has too', async () => {
  const value = JSON.parse('{"b":{"d":1,"c":[{"z":1,"y":2}]},"__proto__":3,"a":4}')
  expect(await written(value, { sortKeys: true })).toBe('{"__proto__":3,"a":4,"b":{"c":[{"y":2,"z":1}],"d":1}}')
})

test('indents', async () => {
  expect(await written([1], { indent: 4 })).toBe('[\n    1\n]')
})
