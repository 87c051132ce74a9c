import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmlParse } from './parse.ts'
import { xmlStringify } from './stringify.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function parse(text: string, options: JsonObject = {}): Promise<Json> {
  const result = await testNode(xmlParse, { with: options, input: text })
  return result.type === 'done' ? result.output : null
}

test('reads attributes, elements, lists, text and CDATA', async () => {
  const text = `<?xml version="1.0"?>\n<!-- note --><a x="1 &amp; 2">
    <b/><c>t</c><c y="2">u</c><d><![CDATA[<raw> & {{ x }}]]></d><ns:e>&#228;&lt;</ns:e> mixed </a>`
  expect(await parse(text)).toEqual({
    a: { '@x': '1 & 2', b: '', c: ['t', { '@y': '2', '#text': 'u' }], d: '<raw> & {{ x }}', 'ns:e': 'ä<', '#text': 'mixed' },
  })
})

test('names under lists are lists even when they come once', async () => {
  expect(await parse('<a><b>1</b></a>', { lists: ['b'] })).toEqual({ a: { b: ['1'] } })
})

const bomb = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><l>&c;</l>`

test.each([
  ['an entity bomb', bomb],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]><a/>'],
  ['any document type', '<!DOCTYPE html><html/>'],
  ['an unknown entity', '<a>&x;</a>'],
  ['an element called __proto__', '<a><__proto__><x>1</x></__proto__></a>'],
  ['elements too deep', '<a>'.repeat(300) + '</a>'.repeat(300)],
  ['an element without an end', '<a><b></a>'],
  ['two roots', '<a/><b/>'],
  ['nothing', ''],
  ['an attribute twice', '<a x="1" x="2"/>'],
  ['no XML', '{"a": 1}'],
])('%s is refused', async (_, text) => {
  await expect(parse(text)).rejects.toMatchObject({ name: 'FatalError', code: 'BAD_XML', details: { line: expect.any(Number) } })
  expect({}).not.toHaveProperty('x')
})

test('tells line and column', async () => {
  await expect(parse('<a>\n  <b>\n</a>')).rejects.toMatchObject({ details: { line: 3 } })
})

test('names and attributes that every object has are data', async () => {
  expect(JSON.stringify(await parse('<constructor toString="1"><hasOwnProperty>2</hasOwnProperty></constructor>'))).toBe(
    '{"constructor":{"@toString":"1","hasOwnProperty":"2"}}',
  )
  expect(JSON.stringify(await parse('<a __proto__="1"/>'))).toBe('{"a":{"@__proto__":"1"}}')
})

test('what is written is read again', async () => {
  const name = fc.constantFrom('a', 'b', 'ns:c', 'constructor', '_d')
  const text = fc
    .string({ unit: fc.constantFrom('a', '<', '&', '>', '"', "'", '\n', '\t', '\r', 'ä', '💩', ']]>', '{{'), maxLength: 5 })
    .map((t) => t.trim())
  const attributes = fc.dictionary(
    name.map((n) => `@${n}`),
    text,
    { maxKeys: 2 },
  )
  const element: fc.Arbitrary<Json> = fc.letrec<{ element: Json }>((tie) => ({
    element: fc.oneof(
      { maxDepth: 3 },
      text,
      fc
        .tuple(
          attributes,
          fc.dictionary(name, fc.oneof(tie('element'), fc.array(tie('element'), { minLength: 2, maxLength: 3 })), {
            minKeys: 1,
            maxKeys: 3,
          }),
        )
        .map(([own, inner]) => ({ ...own, ...inner }) as Json),
    ),
  })).element
  await fc.assert(
    fc.asyncProperty(element, fc.constantFrom(0, 2), async (root, indent) => {
      const written = await testNode(xmlStringify, { with: { indent }, input: { root } })
      expect(await parse(written.type === 'done' ? String(written.output) : '')).toEqual({ root })
    }),
    { numRuns: Math.ceil(4_000 * scale) },
  )
})

test('any text ends as data or as a mistake', async () => {
  const pieces = fc.array(
    fc.constantFrom('<a>', '</a>', '<a', '>', '/', '&amp;', '&', '<!--', '-->', '<![CDATA[', ']]>', ' x="1"', '<?', '?>', '<!', 't', '"'),
    { maxLength: 10 },
  )
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const result = await parse(parts.join('')).catch((error: { code: string }) => error.code)
      expect(typeof result === 'object' || result === 'BAD_XML').toBe(true)
    }),
    { numRuns: Math.ceil(4_000 * scale) },
  )
})
