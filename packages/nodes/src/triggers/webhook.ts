import { type Json, listOf, mapOf, stringType, unionOf, unknownType, type ValueType } from '@millrace/engine'
import { byteSize, callCors, callRate, defineTrigger, folded, webhookAuth } from '@millrace/kit'
import { z } from 'zod'

const segment = /^(:[A-Za-z_][A-Za-z0-9_]*|[A-Za-z0-9._~-]+)$/

const method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

export const webhook = defineTrigger({
  type: 'webhook',
  title: 'Webhook',
  icon: 'webhook',
  summary: 'Starts when an HTTP request comes in: from Stripe, GitHub, Shopify, Slack or anything else.',
  docs: `The address is \`/webhook\` and the path, e.g. \`https://millrace.example.com/webhook/orders/42\` for \`/orders/:id\`.

In expressions, \`trigger\` has \`method\`, \`path\`, \`params\`, \`query\`, \`headers\` (lower-case names) and \`body\`. \`Authorization\`, \`Cookie\` and \`Proxy-Authorization\` are left out, and so is the header that \`auth\` names: what a trigger brings is recorded.

\`respond\` says when and with what the request is answered: \`immediately\` with 202, once the start is on disk; \`last-node\` with the result of the execution, once it has ended; \`respond-node\` with what the first \`respond\` node gives, or 500 where the execution ends without one. An answer that takes longer than 30 seconds, or for which the server has to be stopped first, becomes a 202 whose \`url\` can be asked for it later: that address cannot be guessed, and gives the answer as it would have been.

**The body** is read as its \`Content-Type\` says: JSON, a form, a text. Anything else, or none, is a file, and \`trigger.body\` its handle. Of \`multipart/form-data\`, \`trigger.body\` is a map of the fields, each upload a file handle; a name that comes twice has a list. Uploads go to disk as they come in and belong to the execution. \`maxBytes\` limits a body, to 16 MiB when left out; more is for uploads alone, and each file is limited by \`MILLRACE_MAX_FILE_SIZE\`. A body that is signed is held in memory, whatever it is, and so is one that \`rawBody\` keeps, but for a plain file: they stay under 16 MiB. Compressed bodies are refused with 415. With \`rawBody: true\`, \`trigger.rawBody\` is the body as it was sent: a text, or base64 where \`trigger.rawBodyEncoding\` says so, or a file handle where the body is a file or multipart.

**Pages of other sites** may call from a browser only where \`cors\` names their origin; with \`cors\`, the others get 403 and start nothing. Such a page may send what \`auth\` and \`deduplicate\` name beside the \`headers\` of \`cors\`, and reads all headers of the answer, and the answer that comes later. Cookies are never asked for: call without \`credentials\`. Programs send no \`Origin\` and are not concerned.

**Floods:** \`rateLimit: { limit: 60, per: 1m }\` answers 429 with \`Retry-After\` to what is more, counted by trigger and in memory, of those who prove who they are. Unless the body is signed, that is before it is read. \`settings.rateLimit\` limits the executions of a workflow wherever they come from, and outlives restarts.

\`auth\` says how a caller proves who it is. Secrets are named, never written: \`millrace secret set NAME\`. Where one takes the place of another, name both for a while. A caller that proves nothing gets 401 and starts nothing; so does everybody while the secret is not set, or the public keys of tokens cannot be had (503): why, \`millrace trigger show\` says.

| \`auth\` | the caller sends |
|---|---|
| \`{ type: header, name: X-Api-Key, secret: KEY }\` | the secret in a header |
| \`{ type: bearer, secret: KEY }\` | \`Authorization: Bearer\` and the secret |
| \`{ type: basic, user: shop, secret: KEY }\` | \`Authorization: Basic\` with that user |
| \`{ type: jwt, secret: KEY }\` or \`{ type: jwt, jwks: "https://id.example.com/jwks.json" }\` | a token that has not expired, signed with the secret (HS256 to 512) or with one of the public keys; \`issuer\` and \`audience\` are compared if given. Its claims are \`trigger.claims\`. Clocks may differ by 30 seconds. Public keys are kept for ten minutes; for a key that is not among them they are fetched anew, at most every 30 seconds |
| \`{ type: github, secret: KEY }\`, \`shopify\`, \`stripe\`, \`slack\`, \`standard-webhooks\` | the signature of that sender over the body as it was sent; the last three sign the time too, which may differ by \`tolerance\` (\`5m\`) |
| \`{ type: hmac, secret: KEY, header: X-Signature }\` | an HMAC of the body; \`algorithm\` (\`sha256\`), \`encoding\` (\`hex\`) and \`prefix\` say how |
| \`none\` | nothing: whoever knows the address may call. Without \`auth\` it is so too, with a warning |

\`deduplicate: X-Delivery-Id\` names the header with the id of a delivery: as long as the execution is kept, a sender that repeats itself gets the answer of the first time, and nothing starts twice. \`deduplicate: { body: event.id }\` finds the id in a JSON body or a form. With \`github\`, \`shopify\`, \`standard-webhooks\`, \`stripe\` and the events of \`slack\` that is so by itself; \`false\` switches it off.`,
  params: z
    .strictObject({
      path: z
        .string()
        .refine(isPath, { error: 'must begin with "/" and have plain segments or ":name" ones, each name once, e.g. /orders/:id' })
        .meta({
          title: 'Path',
          description: 'Under `/webhook`; `:name` stands for one segment',
        }),
      method: z
        .union([
          method,
          z
            .array(method)
            .min(1)
            .refine((all) => new Set(all).size === all.length, { error: 'names a method twice' }),
        ])
        .transform((one) => [one].flat())
        .prefault('POST')
        .meta({ title: 'Method', description: 'One method, or a list of them' }),
      respond: z
        .enum(['immediately', 'last-node', 'respond-node'])
        .default('immediately')
        .meta({ title: 'Respond', description: 'When the request is answered' }),
      status: z
        .int()
        .min(200)
        .max(599)
        .optional()
        .meta({ title: 'Status', description: 'Of the answer, with `last-node`; 200 when left out' }),
      auth: webhookAuth.optional().meta({
        title: 'Authentication',
        description: 'How a caller proves who it is. Until something is chosen, whoever knows the address may call',
      }),
      deduplicate: z
        .union([
          z.string().min(1).max(100).meta({ title: 'A header' }),
          z
            .strictObject({
              body: z
                .string()
                .regex(/^[^.{}]+(\.[^.{}]+)*$/, { error: 'must be names joined by dots, e.g. event.id' })
                .meta({ description: 'The place in the body, e.g. `event.id`' }),
            })
            .meta({ title: 'In the body' }),
          z.literal(false).meta({ title: 'Not at all' }),
        ])
        .optional()
        .meta({
          title: 'Deduplicate',
          description: 'The header, or the place in the body, with the id of a delivery: the same id again is the same execution',
          ...folded,
        }),
      rawBody: z
        .boolean()
        .default(false)
        .meta({ title: 'Raw body', description: 'Keep the body as it was sent, too', ...folded }),
      maxBytes: byteSize()
        .optional()
        .meta({ title: 'Largest body', description: 'E.g. `50MB`; 16 MiB when left out', ...folded }),
      cors: callCors.optional().meta({ title: 'CORS', description: 'Which pages of other sites may call', ...folded }),
      rateLimit: callRate.optional().meta({ title: 'Rate limit', description: 'How many calls within a time', ...folded }),
    })
    .refine(({ status, respond }) => status === undefined || respond === 'last-node', {
      path: ['status'],
      error: 'counts only with respond: last-node; leave it out',
    }),
  addresses: ({ path, method }) => method.map((one) => `${one} /webhook${path.replace(/:[^/]+/g, ':')}`),
  doubts: ({ auth }) =>
    auth === undefined
      ? [{ path: [], message: 'has no "auth": whoever knows the address may call. Say who may, or write "auth: none" if that is meant.' }]
      : [],
  data: ({ path }) =>
    mapOf({
      method: stringType,
      path: stringType,
      params: paramsType(path),
      query: mapOf({}, unionOf([stringType, listOf(stringType)])),
      headers: { type: mapOf({}, stringType), about: 'Names in lower case.' },
      body: unknownType,
      claims: { type: mapOf({}, unknownType), optional: true, about: 'What the token of the caller claims, with `auth: jwt`.' },
      rawBody: {
        type: unionOf([stringType, mapOf({}, unknownType)]),
        optional: true,
        about: 'The body as it was sent, with `rawBody: true`.',
      },
      rawBodyEncoding: { type: stringType, optional: true, about: '`base64` for a raw body that is no text.' },
    }),
  examples: [
    { name: 'signed by GitHub', with: { path: '/github', auth: { type: 'github', secret: 'GITHUB_SECRET' } } },
    { name: 'orders come in', with: { path: '/orders', auth: 'none', respond: 'last-node' } },
    {
      name: 'uploads from a page, ten a minute',
      with: {
        path: '/photos',
        auth: 'none',
        maxBytes: '50MB',
        cors: { origins: ['https://shop.example.com'] },
        rateLimit: { limit: 10, per: '1m' },
      },
    },
    {
      name: 'with a part of the path',
      with: { path: '/orders/:id/notes', method: ['PUT', 'DELETE'], auth: { type: 'bearer', secret: 'SHOP_KEY' } },
    },
  ],
})

function isPath(path: string): boolean {
  if (!path.startsWith('/') || path.length > 500) return false
  const segments = path.slice(1).split('/')
  const names = segments.filter((one) => one.startsWith(':'))
  const isPlain = segments.every((one) => segment.test(one) && one !== '.' && one !== '..')
  return (path === '/' || isPlain) && new Set(names).size === names.length
}

/** One for each `:name` of the path; not known beforehand when the path is computed. */
function paramsType(path: Json | undefined): ValueType {
  if (typeof path !== 'string' || path.includes('{{')) return mapOf({}, stringType)
  const names = path.split('/').flatMap((one) => (one.startsWith(':') ? [one.slice(1)] : []))
  return mapOf(Object.fromEntries(names.map((name) => [name, stringType])))
}
