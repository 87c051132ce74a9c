import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textTemplate } from './template.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function fill(template: string, values: Json, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(textTemplate, {
    with: { template: '{{ input.template }}', values: '{{ input.values }}', ...options },
    input: { template, values },
  })
  return result.type === 'done' ? result.output : null
}

test('fills names and paths, and nothing else', async () => {
  expect(await fill('[[ a ]] [[b.0.c]] [[ d ]] \\[[ x ]] ] [', { a: '{{ secrets.K }} [[ a ]]', b: [{ c: 1 }], d: { e: null } })).toBe(
    '{{ secrets.K }} [[ a ]] 1 {"e":null} [[ x ]] ] [',
  )
})

test('sections repeat, see the names around them, and have an opposite', async () => {
  const values = {
    shop: 'S',
    lines: [
      { n: 1, tags: ['x', 'y'] },
      { n: 2, tags: [] },
    ],
    none: [],
    one: { n: 3 },
  }
  expect(await fill('[[#lines]]([[shop]][[n]][[#tags]]<[[.]]>[[/tags]][[^tags]]-[[/tags]])[[/lines]]', values)).toBe('(S1<x><y>)(S2-)')
  expect(await fill('[[#none]]a[[/none]][[^none]]b[[/none]][[#one]][[n]][[/one]][[#gone]]c[[/gone]][[^gone]]d[[/gone]]', values)).toBe(
    'b3d',
  )
})

test('values are escaped, the template is not', async () => {
  const value = { v: `<a href="x" b='y'>&\`` }
  expect(await fill('<p>[[ v ]]</p>', value, { escape: 'html' })).toBe('<p>&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;&#96;</p>')
  expect(await fill('?q=[[ v ]]', { v: 'a b&c\ud800' }, { escape: 'url' })).toBe('?q=a%20b%26c%EF%BF%BD')
})

test('a missing name is an error, or empty', async () => {
  await expect(fill('[[ a.b ]]', { a: {} })).rejects.toMatchObject({ code: 'BAD_TEMPLATE', message: expect.stringContaining('a.b') })
  expect(await fill('([[ a.b ]])', { a: {} }, { missing: 'empty' })).toBe('()')
})

test('names that every object has are missing, unless they are data', async () => {
  expect(await fill('([[ constructor ]][[ toString ]])', {}, { missing: 'empty' })).toBe('()')
  expect(await fill('[[ __proto__.x ]]', JSON.parse('{"__proto__": {"x": 1}}'))).toBe('1')
})

test.each([
  ['a\n  [[ x', 'line 2, column 3'],
  ['[[ ]]', '[[ must be followed by a name'],
  ['[[ a b ]]', '[[ must be followed by a name'],
  ['[[#a]]', 'the section a has no end'],
  ['[[#a]][[/b]]', 'the end of b has no beginning'],
  ['[[/]]', 'name'],
  ['[[#a]]'.repeat(60), '50 levels'],
])('the template %j is a mistake', async (template, message) => {
  expect(textTemplate.checkParams({ template })).toMatchObject([{ path: ['template'], message: expect.stringContaining(message) }])
  await expect(fill(template, {})).rejects.toMatchObject({ code: 'BAD_TEMPLATE' })
})

test('a template that multiplies without end ends', async () => {
  const list = Array.from({ length: 500 }, (_, i) => i)
  const nested = ['a', 'b', 'c', 'd'].reduce((inner, name) => `[[#${name}]]${inner}[[/${name}]]`, 'x')
  await expect(fill(nested, { a: list, b: list, c: list, d: list })).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

test('any template fills or is a mistake', async () => {
  const pieces = fc.array(fc.constantFrom('[[', ']]', '[', ']', '#', '/', '^', 'a', 'b', '.', ' ', '\\', '[[#a]]', '[[/a]]', '[[ b ]]'), {
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const filled = await fill(parts.join(''), { a: [{ b: 1 }], b: 'x' }).catch((error: { code: string }) => error.code)
      expect(typeof filled).toBe('string')
    }),
    { numRuns: Math.ceil(4_000 * scale) },
  )
})
