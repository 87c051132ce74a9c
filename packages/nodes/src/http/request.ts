import type { Json, JsonObject } from '@millrace/engine'
import { defineNode, done, jsonValue, type NodeContext } from '@millrace/kit'
import { z } from 'zod'
import type { Answer } from './answer.ts'
import { bodyValue } from './body-value.ts'
import { exchange } from './exchange.ts'
import { firstUrl, itemsOf, nextUrl, type Pages } from './pages.ts'
import { type RequestParams, requestParams } from './request-params.ts'
import { targetUrl } from './target-url.ts'

export const httpRequest = defineNode({
  type: 'http.request',
  title: 'HTTP request',
  icon: 'globe',
  group: 'network',
  summary: 'Calls a URL and gives out status, headers and body.',
  docs: `**Status.** 2xx and 3xx are a success. 408, 425, 429 and 5xx fail so that the step's \`retry\` applies, no sooner than \`Retry-After\` asks (a day at most); every other 4xx fails for good. \`error.details\` has status, headers and body. \`failOnStatus: false\` takes every status as a success.

**Time.** The limit is the node's \`timeout\`.

Which statuses may be tried again can be said otherwise by \`retryStatuses\`.

**Body that goes out.** \`bodyType: file\` streams the bytes of a file, whose handle is the body. \`bodyType: multipart\` sends a map as a form, in which files may stand.

**Body that comes back.** With \`response: auto\`, JSON is parsed, text (also XML, JavaScript and web forms) stays text, nothing is \`null\`, and anything else becomes a file, whose handle is the body. \`response: file\` makes a file of any body.

**Who asks.** \`connection\` names credentials that are kept encrypted, and sent only to the hosts that the connection lists. \`auth\` takes them from the workflow, e.g. from \`secrets\`.

**The way out.** An operator may send all requests through a proxy, \`MILLRACE_EGRESS_PROXY\`. Private addresses are refused unless \`MILLRACE_EGRESS_ALLOW\` names them, at each redirect too.

**Pages.** With \`pages\` the request goes on until the last page, \`limit\` (100) pages at most, and the body is the list of all items; where the limit left pages out, the output says \`more: true\`; \`items\` is where each answer has its list. \`next\` says how to go on: \`link\` follows the \`Link\` header; \`{ url: paging.next }\` takes the address out of the answer; \`{ cursor: meta.cursor, query: cursor }\` sends a cursor back; \`{ page: page }\` counts pages and \`{ offset: offset, size: 50 }\` items, until there are none. A next page at another host is refused.

**Headers that come back** have lower-case names. \`set-cookie\` is a list.

**Twice or once.** A step that was under way when the machine died is run again. POST and PATCH therefore send \`Idempotency-Key\`, the same for each attempt of the step, unless you set that header yourself or say \`idempotencyKey: false\`.`,
  params: requestParams,
  connections: ['http.basic', 'http.bearer', 'http.api-key', 'http.oauth2-client-credentials', 'http.digest'],
  output: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: jsonValue(),
    pages: z.int().optional(),
    more: z.literal(true).optional(),
  }),
  effects: 'external',
  effectsOf: ({ method = 'GET' }) => (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'read' : 'external'),
  errors: [
    { code: 'HTTP_STATUS', when: 'The status is 400 or more. A retry may help with 408, 425, 429 and 5xx.' },
    { code: 'HTTP_NETWORK', when: 'There was no connection, or it broke. A retry may help.' },
    { code: 'HTTP_BAD_JSON', when: 'The body calls itself JSON and cannot be used as such. A retry does not help.' },
    { code: 'HTTP_BAD_PAGE', when: 'The next page cannot be found or is at another host. A retry does not help.' },
    { code: 'HTTP_TOO_LARGE', when: 'The body is larger than `maxBytes`. A retry does not help.' },
  ],
  examples: [
    {
      name: 'a plain GET',
      with: { url: 'https://api.example.test/orders', query: { status: 'open', tag: ['a', 'b'] } },
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: [{ id: 7 }] },
      output: { status: 200, headers: { 'content-type': 'application/json' }, body: [{ id: 7 }] },
    },
    {
      name: 'a POST with a token',
      with: {
        method: 'POST',
        url: 'https://api.example.test/orders/{{ input.id }}/notes',
        auth: { type: 'bearer', token: '{{ secrets.api_token }}' },
        body: { text: 'shipped' },
      },
      input: { id: 7 },
      reply: { status: 201, headers: { 'content-type': 'application/json' }, body: { note: 1 } },
      output: { status: 201, headers: { 'content-type': 'application/json' }, body: { note: 1 } },
    },
    {
      name: 'all pages',
      with: { url: 'https://api.example.test/orders', pages: { next: { url: 'next' }, items: 'orders' } },
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: { orders: [{ id: 7 }], next: null } },
      output: { status: 200, headers: { 'content-type': 'application/json' }, body: [{ id: 7 }], pages: 1 },
    },
    {
      name: 'look for something that may be missing',
      with: { url: 'https://api.example.test/orders/8', failOnStatus: false },
      reply: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such order' },
      output: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such order' },
    },
  ],
  async run(context) {
    const { params } = context
    const url = targetUrl(params.url, params.query)
    if (params.pages !== undefined) return done(await allPages(context, url, params.pages))
    const answer = await exchange(params, context, url)
    return done(outputOf(answer, bodyValue(answer, params.response)))
  },
})

function outputOf({ status, headers }: Answer, body: Json): JsonObject {
  return { status, headers, body }
}

async function allPages(context: NodeContext<RequestParams>, url: URL, pages: Pages): Promise<JsonObject> {
  const items: Json[] = []
  let bytes = 0
  let next: URL | undefined = firstUrl(url, pages)
  for (let count = 1; ; count += 1) {
    const current: URL = next
    const answer = await exchange(context.params, context, current, bytes)
    bytes += answer.bytes.length
    const body = bodyValue(answer, context.params.response)
    // A failure that counts as a success, with `failOnStatus: false`, has no items: it is the answer.
    if (answer.status >= 400) return { ...outputOf(answer, body), pages: count }
    const page = itemsOf(body, pages)
    items.push(...page)
    next = nextUrl(current, answer, body, page.length, pages)
    const end = { ...outputOf(answer, items), pages: count }
    if (next === undefined) return end
    if (count === pages.limit) return { ...end, more: true }
  }
}
