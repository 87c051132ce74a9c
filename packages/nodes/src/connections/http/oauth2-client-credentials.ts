import { type AuthorizeContext, defineConnection, FatalError, RetryableError } from '@millrace/kit'
import { z } from 'zod'
import { hostList } from '../host-list.ts'

const params = z.strictObject({
  tokenUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .meta({ title: 'Token URL', description: 'Where tokens are asked for; it is sent the client id and the client secret' }),
  clientId: z.string().min(1).meta({ title: 'Client id', description: 'Given by the service' }),
  clientSecret: z.string().min(1).meta({ title: 'Client secret', description: 'Given by the service', secret: true }),
  scope: z.string().optional().meta({ title: 'Scope', description: 'What the token is to be good for, with spaces between' }),
  audience: z.string().optional().meta({ title: 'Audience', description: 'Whom the token is for, where the service wants to be told' }),
  clientAuthentication: z
    .enum(['header', 'body'])
    .default('header')
    .meta({ title: 'Client sent in', description: 'Whether client id and secret go in the Authorization header or in the body' }),
  hosts: hostList,
})

type Values = z.output<typeof params>

interface Token {
  readonly text: string
  readonly expiresAt: number
}

export const httpOauth2ClientCredentials = defineConnection({
  type: 'http.oauth2-client-credentials',
  title: 'OAuth 2.0 client credentials',
  icon: 'shield',
  summary: 'Asks for a token as an application of its own, and sends it with each HTTP request (RFC 6749, 4.4).',
  docs: `The token is kept in memory until shortly before it ends. When a request is answered 401, one new token is asked for and the request is sent once more.

\`tokenUrl\` may be at another host than those that \`hosts\` names; it is never followed to another address.`,
  params,
  hosts: ({ hosts }) => hosts,
  answersChallenge: true,
  async authorize({ headers }, context) {
    headers.set('authorization', `Bearer ${await tokenFor(context)}`)
  },
  examples: [
    {
      name: 'a service with a scope',
      with: {
        tokenUrl: 'https://login.example.com/oauth/token',
        clientId: 'millrace',
        clientSecret: 'secret-of-the-client',
        scope: 'orders:read orders:write',
        hosts: ['api.example.com'],
      },
    },
  ],
})

/** A request that takes long must not find its token ended on arrival. */
const marginMs = 30_000
/** Where the service does not say for how long. */
const unsaidMs = 60 * 60_000

/** Steps that need a token at the same moment wait for the same one. */
async function tokenFor(context: AuthorizeContext<Values>): Promise<string> {
  const { cache, challenge, now } = context
  const kept = cache.get('token') as { readonly token: Promise<Token>; isOld: boolean } | undefined // Only this function writes it.
  const token = kept && !kept.isOld ? await kept.token.catch(() => undefined) : undefined
  const isGood = token !== undefined && token.expiresAt > now() && challenge === undefined
  if (isGood) return token.text
  if (kept) kept.isOld = true
  const current = cache.get('token') as typeof kept
  const wanted = current === undefined || current.isOld ? { token: askForToken(context), isOld: false } : current
  cache.set('token', wanted)
  return (await wanted.token).text
}

async function askForToken({ values, fetch, now }: AuthorizeContext<Values>): Promise<Token> {
  const { tokenUrl } = values
  const host = new URL(tokenUrl).host
  // A redirect would take the client secret along.
  const response = await fetch(tokenUrl, { method: 'POST', redirect: 'manual', ...tokenRequest(values) })
  const text = (await response.text()).slice(0, 100_000)
  if (!response.ok) throw refused(host, response.status, text)
  const { access_token: token, expires_in: seconds } = parse(text)
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new FatalError(`${host} answered without an access_token: check tokenUrl.`, { code: 'CONNECTION_TOKEN' })
  }
  const forMs = Number.isFinite(Number(seconds ?? Number.NaN)) ? Number(seconds) * 1_000 - marginMs : unsaidMs
  return { text: token, expiresAt: now() + forMs }
}

function tokenRequest({ clientId, clientSecret, scope, audience, clientAuthentication }: Values): RequestInit {
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  if (scope !== undefined) body.set('scope', scope)
  if (audience !== undefined) body.set('audience', audience)
  const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  if (clientAuthentication === 'header') {
    const credentials = [clientId, clientSecret].map((text) => new URLSearchParams({ v: text }).toString().slice(2)).join(':')
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  } else {
    body.set('client_id', clientId)
    body.set('client_secret', clientSecret)
  }
  return { headers, body: body.toString() }
}

function refused(host: string, status: number, text: string): Error {
  const { error, error_description: description } = parse(text)
  const said = [error, description].filter((part) => typeof part === 'string').join(': ')
  const message = `${host} gave no token: status ${status}${said === '' ? '' : ` (${said.slice(0, 300)})`}.`
  const isPassing = status === 429 || status >= 500
  return isPassing
    ? new RetryableError(message, { code: 'CONNECTION_TOKEN' })
    : new FatalError(`${message} Check tokenUrl, clientId and clientSecret.`, { code: 'CONNECTION_TOKEN' })
}

/** What is no JSON object has none of the fields. */
function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
