import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { xmlStringify } from './stringify.ts'

async function write(value: Json, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(xmlStringify, { with: { declaration: false, ...options }, input: value })
  return result.type === 'done' ? result.output : null
}

test('writes attributes, text, lists and empty elements', async () => {
  const value = { a: { '@x': '1 "&"', '@none': null, b: [1, true, null], c: { '#text': '<', '@y': 2 } } }
  expect(await write(value)).toBe('<a x="1 &quot;&amp;&quot;"><b>1</b><b>true</b><b/><c y="2">&lt;</c></a>')
})

test('begins with a declaration', async () => {
  expect(await testNode(xmlStringify, { with: {}, input: { a: null } })).toMatchObject({
    output: '<?xml version="1.0" encoding="UTF-8"?>\n<a/>',
  })
})

test.each([
  [[1], ''],
  [{ a: 1, b: 2 }, ''],
  [{ a: [1, 2] }, ''],
  [{ 'a b': 1 }, 'a b'],
  [{ a: { '1b': 1 } }, 'a.1b'],
  [{ a: { '@x><script': 1 } }, 'a.@x><script'],
  [{ a: { '@x': {} } }, 'a.@x'],
  [{ a: { b: [[1]] } }, 'a.b.0'],
  [{ a: { b: 'x\u0000' } }, 'a.b'],
  [{ a: '\ud800' }, 'a'],
])('%j cannot be written, and the message tells the place', async (value, path) => {
  await expect(write(value as Json)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { path } })
})
