import { control, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { headerMap } from './header-map.ts'
import { pages } from './pages.ts'
import { urlMistake } from './target-url.ts'

const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD'])
/** The HTTP client sets these itself and refuses to be told. */
const clientsOwn = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

const auth = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('basic'),
    username: z
      .string()
      .regex(/^[^:]*$/, { error: 'cannot hold a ":"' })
      .meta({ description: 'Sent with the password in each request' }),
    password: z.string().meta({ description: 'A secret: `{{ secrets.PASSWORD }}`' }),
  }),
  z.strictObject({
    type: z.literal('bearer'),
    token: z
      .string()
      .regex(/^[\u0021-\u007e]+$/, { error: 'must be one word of plain characters' })
      .meta({ description: 'A secret: `{{ secrets.TOKEN }}`' }),
  }),
  z.strictObject({
    type: z.literal('api-key'),
    value: z
      .string()
      .regex(/^[\u0021-\u007e]+$/, { error: 'must be one word of plain characters' })
      .meta({ description: 'A secret: `{{ secrets.API_KEY }}`' }),
    name: z.string().min(1).default('X-API-Key').meta({ description: 'Of the header, or of the parameter in the URL' }),
    in: z.enum(['header', 'query']).default('header').meta({ description: 'Where it is sent' }),
  }),
])

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const requestParams = z
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
    bodyType: z.enum(['auto', 'json', 'text', 'form', 'multipart', 'file']).default('auto').meta({
      title: 'Body type',
      description:
        '`auto` sends a text as it is and everything else as JSON; `form` and `multipart` send a map as a web form, `file` the bytes of a file',
    }),
    connection: z.string().min(1).optional().meta({ title: 'Connection', description: 'Whose credentials are sent, e.g. `stripe`' }),
    auth: auth.optional().meta({
      title: 'Authentication',
      description: '`{ type: basic, username, password }`, `{ type: bearer, token }` or `{ type: api-key, value, name, in }`',
    }),
    followRedirects: z
      .boolean()
      .default(true)
      .meta({ title: 'Follow redirects', description: 'Otherwise a 3xx answer is the result', ...folded }),
    response: z
      .enum(['auto', 'json', 'text', 'file'])
      .default('auto')
      .meta({ title: 'Response', description: 'How to read the body; `auto` goes by its content type, `file` gives a handle', ...folded }),
    pages: pages
      .optional()
      .meta({ title: 'Pages', description: 'How to go on to the next page; the body is then the list of all items', ...folded }),
    maxBytes: z
      .int()
      .min(1)
      .max(256 * 1024 * 1024)
      .optional()
      .meta({
        title: 'Size limit',
        description:
          'Most bytes of the body, unpacked, of all pages together; more is an error. 10 MiB, for a file what the instance allows',
        ...control('bytes'),
        ...folded,
      }),
    retryStatuses: z
      .array(z.int().min(400).max(599))
      .optional()
      .meta({ title: 'Retry statuses', description: 'After which a retry may help; 408, 425, 429 and 5xx when left out', ...folded }),
    failOnStatus: z
      .boolean()
      .default(true)
      .meta({ title: 'Fail on status', description: 'With false, any status is a success', ...folded }),
    idempotencyKey: z
      .boolean()
      .default(true)
      .meta({ title: 'Idempotency key', description: 'Send `Idempotency-Key` with POST and PATCH, the same for each attempt', ...folded }),
  })
  .refine(({ method, body }) => body === undefined || !bodiless.has(method), {
    path: ['method'],
    error: 'takes no body: use POST, PUT or PATCH, or leave out body',
  })
  .refine(({ auth, connection }) => auth === undefined || connection === undefined, {
    path: ['connection'],
    error: 'cannot stand beside "auth": the connection brings the credentials',
  })
  .refine(({ pages, response, bodyType }) => pages === undefined || (response !== 'file' && response !== 'text' && bodyType !== 'file'), {
    path: ['pages'],
    error: 'needs answers that are JSON, and a body that can be sent again',
  })

export type RequestParams = z.output<typeof requestParams>
