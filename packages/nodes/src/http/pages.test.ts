import type { Json, JsonObject } from '@millrace/engine'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { openLocalServer } from '../testing/local-server.ts'
import { httpRequest } from './request.ts'

const run = (params: JsonObject) => testNode(httpRequest, { with: params, fetch })

/** Items 1 to 7 in pages of three, the next page told in every way at once. */
const paged = () =>
  openLocalServer(({ url }, response) => {
    const query = new URL(url, 'http://x').searchParams
    const from = Number(query.get('offset') ?? (query.has('page') ? (Number(query.get('page')) - 1) * 3 : (query.get('cursor') ?? 0)))
    const items = [1, 2, 3, 4, 5, 6, 7].slice(from, from + 3)
    const next = from + 3 < 7 ? `/items?cursor=${from + 3}&fixed=1` : null
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(next && { link: `</items?x=1>; rel="prev", <${next}>; title="a, b"; rel="next"` }),
    })
    response.end(JSON.stringify({ data: { items }, next, cursor: next ? from + 3 : null }))
  })

test.each<[string, Json, number]>([
  ['by the Link header', 'link', 3],
  ['by an address in the answer', { url: 'next' }, 3],
  ['by a cursor', { cursor: 'cursor', query: 'cursor' }, 3],
  ['by counting pages', { page: 'page' }, 4],
  ['by counting items', { offset: 'offset', size: 3 }, 3],
])('goes on %s, and gives out all items', async (_, next, count) => {
  await using server = await paged()
  const result = await run({ url: `${server.url}/items?fixed=1`, pages: { next, items: 'data.items' } })
  expect(result).toMatchObject({ output: { status: 200, body: [1, 2, 3, 4, 5, 6, 7], pages: count } })
  expect(server.requests).toHaveLength(count)
  expect(server.requests.every(({ url }) => url.includes('fixed=1'))).toBe(true)
})

test('ends at the limit, and says that there is more', async () => {
  await using server = await paged()
  expect(await run({ url: server.url, pages: { next: 'link', items: 'data.items', limit: 2 } })).toMatchObject({
    output: { body: [1, 2, 3, 4, 5, 6], pages: 2, more: true },
  })
})

const answering = (body: Json) =>
  openLocalServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })

test.each<[string, Json, string]>([
  ['another host', { next: 'http://evil.example/steal', items: [] }, 'another host'],
  ['another scheme', { next: 'https://127.0.0.1/', items: [] }, 'another host'],
  ['no URL', { next: 'http://[', items: [] }, 'no URL'],
  ['a map', { next: {}, items: [] }, 'neither a text'],
  ['no list', { items: 7 }, 'no list at "items"'],
])('a next page that is %s fails for good, and the credentials stay', async (_, body, message) => {
  await using server = await answering(body)
  const auth = { type: 'bearer', token: 'secret' }
  await expect(run({ url: server.url, auth, pages: { next: { url: 'next' }, items: 'items' } })).rejects.toMatchObject({
    name: 'FatalError',
    code: 'HTTP_BAD_PAGE',
    message: expect.stringContaining(message),
  })
  expect(server.requests).toHaveLength(1)
})

test('the size limit counts all pages together', async () => {
  await using server = await paged()
  await expect(run({ url: server.url, maxBytes: 150, pages: { next: 'link', items: 'data.items' } })).rejects.toMatchObject({
    code: 'HTTP_TOO_LARGE',
  })
})

test('a Link header of ten thousand brackets costs nothing', async () => {
  await using server = await openLocalServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', link: '<x>;a="'.repeat(1500) }).end('[]')
  })
  expect(await run({ url: server.url, pages: { next: 'link' } })).toMatchObject({ output: { body: [], pages: 1 } })
})
