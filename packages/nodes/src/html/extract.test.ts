import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { htmlExtract } from './extract.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

async function extract(html: string, fields: JsonObject, each?: string): Promise<Json> {
  const result = await testNode(htmlExtract, { with: { fields, ...(each !== undefined && { each }) }, input: html })
  return result.type === 'done' ? result.output : null
}

const page = `<!doctype html><title>T</title><script>document.title = "no"</script>
  <h1> Big <b>news</b>
  &amp; more <script>x()</script></h1><ul><li class="a">1<li>2</ul><a href="javascript:alert(1)" title="{{ secrets.K }}">go</a>`

test('takes text, html, attributes and lists', async () => {
  expect(
    await extract(page, {
      title: 'h1',
      items: { select: 'li', all: true },
      list: { select: 'li.a', take: 'html' },
      link: { select: 'a', attribute: 'href' },
      note: { select: 'a', attribute: 'title' },
      none: '.none',
      nones: { select: '.none', all: true },
    }),
  ).toEqual({
    title: 'Big news & more',
    items: ['1', '2'],
    list: '1',
    link: 'javascript:alert(1)',
    note: '{{ secrets.K }}',
    none: null,
    nones: [],
  })
})

test('each takes the fields within each match', async () => {
  expect(await extract('<p><b>1</b></p><p></p>', { b: 'b' }, 'p')).toEqual([{ b: '1' }, { b: null }])
})

test('a table becomes maps, named by its first row', async () => {
  const table = '<table><thead><tr><th>a</th><th></th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table>'
  expect(await extract(table, { rows: { select: 'table', take: 'table' } })).toEqual({
    rows: [
      { a: '1', column_2: '2' },
      { a: '3', column_2: null },
    ],
  })
})

test('names that every object has are data', async () => {
  const html = '<p __proto__="1"></p><table><tr><th>__proto__<tr><td>x</table>'
  const got = await extract(html, {
    a: { select: 'p', attribute: 'constructor' },
    b: { select: '[toString]', all: true },
    t: { select: 'table', take: 'table' },
  })
  expect(JSON.stringify(got)).toBe('{"a":null,"b":[],"t":[{"__proto__":"x"}]}')
})

test('a selector that cannot be read is a mistake', async () => {
  expect(htmlExtract.checkParams({ fields: { a: '<<' } })).toEqual([{ path: ['fields', 'a'], message: 'is not a CSS selector.' }])
  expect(htmlExtract.checkParams({ fields: { a: { select: ':nope(' } } })).toMatchObject([{ path: ['fields', 'a', 'select'] }])
  await expect(extract('<<', { a: '{{ input }}' })).rejects.toMatchObject({ code: 'BAD_SELECTOR' })
})

test('selectors that would take for ever end', async () => {
  const html = '<i></i>'.repeat(30_000)
  await expect(extract(html, { a: 'i:nth-child(3n):nth-last-child(5n)' })).rejects.toMatchObject({ code: 'TOO_COSTLY' })
})

test('a page that is too deep is refused', async () => {
  await expect(extract('<b>'.repeat(20_000), { a: 'b' })).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

test('any text is some page', async () => {
  const pieces = fc.array(
    fc.constantFrom(
      '<p>',
      '</p>',
      '<p',
      '<!--',
      '-->',
      '<script>',
      '</script>',
      '<table>',
      '<td>',
      '&amp',
      '&#x',
      ' a="',
      '"',
      '>',
      '<![CDATA[',
      't',
    ),
    { maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      expect(await extract(parts.join(''), { a: 'p', t: { select: 'table', take: 'table', all: true } })).toHaveProperty('a')
    }),
    { numRuns: Math.ceil(3_000 * scale) },
  )
})
