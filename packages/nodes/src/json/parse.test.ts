import type { Json } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonMistake } from './json-mistake.ts'
import { jsonParse } from './parse.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const parse = (text: string) => testNode(jsonParse, { with: {}, input: text })

test('reads any JSON, and passes over a byte order mark', async () => {
  expect(await parse('\ufeff {"a": [1, "{{ x }}", null]} ')).toEqual({ type: 'done', output: { a: [1, '{{ x }}', null] } })
})

test.each([
  ['', 1, 1],
  ['{"a": 1,}', 1, 9],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['[1, 2', 1, 6],
  ['{"a": tru}', 1, 7],
  ['"a\\x"', 1, 3],
  ['"a\nb"', 1, 3],
  ['[01]', 1, 3],
  ['{a: 1}', 1, 2],
  ['{"a" 1}', 1, 6],
  ['1 2', 1, 3],
])('tells where %j stops being JSON', async (text, line, column) => {
  await expect(parse(text)).rejects.toMatchObject({ name: 'FatalError', code: 'BAD_JSON', details: { line, column } })
})

test('the message does not quote the text, for it may hold a secret', async () => {
  await expect(parse('{"token": s3cret}')).rejects.toThrow(/^((?!s3cret).)*$/)
})

test('keys that every object has are data', async () => {
  const result = await parse('{"__proto__": {"x": 1}, "constructor": 2}')
  expect(JSON.stringify(result)).toContain('{"__proto__":{"x":1},"constructor":2}')
  expect({}).not.toHaveProperty('x')
})

test('what is no text, too deep or too long is refused', async () => {
  await expect(testNode(jsonParse, { with: {}, input: { a: 1 } })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(parse('['.repeat(600) + ']'.repeat(600))).rejects.toMatchObject({ code: 'BAD_JSON' })
  await expect(parse(' '.repeat(10_000_001))).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

test('finds a mistake exactly where JSON.parse fails', () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '0', 'null', 'tru', ' ', '\n', '\\', 'e5', '\\u00e'),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((all) => all.join('')),
        fc.json(),
      ),
      (text) => {
        expect(jsonMistake(text) === undefined).toBe(isJson(text))
      },
    ),
    { numRuns: Math.ceil(20_000 * scale) },
  )
})

function isJson(text: string): boolean {
  try {
    return (JSON.parse(text) as Json) !== undefined
  } catch {
    // That it is none is the answer.
    return false
  }
}
