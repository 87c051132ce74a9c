import { defineNode, done, jsonValue, type NodeContext } from '@millrace/kit'
import { z } from 'zod'
import { type Answer, readAnswer } from './answer.ts'
import { bodyValue } from './body-value.ts'
import { headerMap } from './header-map.ts'
import { networkError, statusError, tooLargeError } from './http-errors.ts'
import { encodeBody } from './request-body.ts'
import { targetUrl, urlMistake } from './target-url.ts'

const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD'])
/** Repeating these may do a thing twice, so the other side gets the means to notice. */
const keyed: ReadonlySet<string> = new Set(['POST', 'PATCH'])
/** The HTTP client sets these itself and refuses to be told. */
const clientsOwn = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

/** Of an answer that is an error anyway, enough to see why. */
const errorBodyBytes = 64 * 1024

const auth = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('basic'),
    username: z.string().regex(/^[^:]*$/, { error: 'cannot hold a ":"' }),
    password: z.string(),
  }),
  z.strictObject({
    type: z.literal('bearer'),
    token: z.string().regex(/^[\u0021-\u007e]+$/, { error: 'must be one word of plain characters' }),
  }),
])

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const params = z
  .strictObject({
    url: z
      .string()
      .superRefine((text, context) => {
        const mistake = urlMistake(text)
        if (mistake) context.addIssue({ code: 'custom', message: mistake })
      })
      .meta({ title: 'URL', description: 'Begins with http:// or https://' }),
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      .default('GET')
      .meta({ title: 'Method', description: 'HTTP method' }),
    query: z
      .record(z.string(), z.union([scalar, z.array(scalar)]))
      .default({})
      .meta({ title: 'Query', description: 'Added to the URL; a list repeats the name, null leaves it out' }),
    headers: headerMap
      .refine((headers) => !clientsOwn.some((name) => Object.hasOwn(headers, name)), {
        error: `cannot set ${clientsOwn.join(', ')}: the HTTP client does`,
      })
      .prefault({})
      .meta({ title: 'Headers', description: 'A value of null leaves the header out' }),
    body: jsonValue().optional().meta({ title: 'Body', description: 'What is sent' }),
    bodyType: z.enum(['auto', 'json', 'text', 'form']).default('auto').meta({
      title: 'Body type',
      description: '`auto` sends a text as it is and everything else as JSON; `form` sends a map as a web form',
    }),
    auth: auth
      .optional()
      .meta({ title: 'Authentication', description: '`{ type: basic, username, password }` or `{ type: bearer, token }`' }),
    followRedirects: z.boolean().default(true).meta({ title: 'Follow redirects', description: 'Otherwise a 3xx answer is the result' }),
    response: z
      .enum(['auto', 'json', 'text'])
      .default('auto')
      .meta({ title: 'Response', description: 'How to read the body; `auto` goes by its content type' }),
    maxBytes: z
      .int()
      .min(1)
      .max(256 * 1024 * 1024)
      .default(10 * 1024 * 1024)
      .meta({ title: 'Size limit', description: 'Most bytes of the body, unpacked; more is an error' }),
    failOnStatus: z.boolean().default(true).meta({ title: 'Fail on status', description: 'With false, any status is a success' }),
    idempotencyKey: z
      .boolean()
      .default(true)
      .meta({ title: 'Idempotency key', description: 'Send `Idempotency-Key` with POST and PATCH, the same for each attempt' }),
  })
  .refine(({ method, body }) => body === undefined || !bodiless.has(method), {
    path: ['method'],
    error: 'takes no body: use POST, PUT or PATCH, or leave out body',
  })

type Params = z.output<typeof params>

export const httpRequest = defineNode({
  type: 'http.request',
  title: 'HTTP request',
  icon: 'globe',
  group: 'network',
  summary: 'Calls a URL and gives out status, headers and body.',
  docs: `**Status.** 2xx and 3xx are a success. 408, 425, 429 and 5xx fail so that the step's \`retry\` applies, no sooner than \`Retry-After\` asks (a day at most); every other 4xx fails for good. \`error.details\` has status, headers and body. \`failOnStatus: false\` takes every status as a success.

**Time.** The limit is the node's \`timeout\`.

**Body that comes back.** With \`response: auto\`, JSON is parsed, text (also XML, JavaScript and web forms) stays text, nothing is \`null\`, and anything else is \`{ base64, contentType }\`.

**Headers that come back** have lower-case names. \`set-cookie\` is a list.

**Twice or once.** A step that was under way when the machine died is run again. POST and PATCH therefore send \`Idempotency-Key\`, the same for each attempt of the step, unless you set that header yourself or say \`idempotencyKey: false\`.`,
  params,
  output: z.strictObject({ status: z.int(), headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])), body: jsonValue() }),
  effects: 'external',
  errors: [
    { code: 'HTTP_STATUS', when: 'The status is 400 or more. A retry may help with 408, 425, 429 and 5xx.' },
    { code: 'HTTP_NETWORK', when: 'There was no connection, or it broke. A retry may help.' },
    { code: 'HTTP_BAD_JSON', when: 'The body calls itself JSON and cannot be used as such. A retry does not help.' },
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
      name: 'look for something that may be missing',
      with: { url: 'https://api.example.test/orders/8', failOnStatus: false },
      reply: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such order' },
      output: { status: 404, headers: { 'content-type': 'text/plain' }, body: 'no such order' },
    },
  ],
  async run(context) {
    const { params, now } = context
    const answer = await exchange(context)
    if (isFailure(params, answer.status)) throw statusError(answer, now())
    if (answer.truncated) throw tooLargeError(answer, params.maxBytes)
    return done({ status: answer.status, headers: answer.headers, body: bodyValue(answer, params.response) })
  },
})

async function exchange({ params, fetch, signal, idempotencyKey }: NodeContext<Params>): Promise<Answer> {
  const url = targetUrl(params.url, params.query)
  const body = encodeBody(params.body, params.bodyType)
  const headers = {
    ...body?.headers,
    'user-agent': 'Millrace',
    ...keyHeader(params, idempotencyKey),
    ...params.headers,
    ...authHeader(params),
  }
  try {
    const response = await fetch(url, {
      method: params.method,
      headers,
      redirect: params.followRedirects ? 'follow' : 'manual',
      signal,
      ...(body ? { body: body.content } : {}),
    })
    return await readAnswer(
      response,
      url.origin,
      isFailure(params, response.status) ? Math.min(params.maxBytes, errorBodyBytes) : params.maxBytes,
    )
  } catch (error) {
    throw networkError(error, url.origin, signal)
  }
}

function isFailure({ failOnStatus }: Params, status: number): boolean {
  return failOnStatus && status >= 400
}

function keyHeader({ method, idempotencyKey }: Params, key: string): Readonly<Record<string, string>> {
  return idempotencyKey && keyed.has(method) ? { 'idempotency-key': key } : {}
}

function authHeader({ auth }: Params): Readonly<Record<string, string>> {
  switch (auth?.type) {
    case undefined:
      return {}
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
    case 'bearer':
      return { authorization: `Bearer ${auth.token}` }
  }
}
