import { expect, test } from 'vitest'
import { authorize } from '../../testing/authorize.ts'
import { type LocalServer, openLocalServer } from '../../testing/local-server.ts'
import { httpOauth2ClientCredentials } from './oauth2-client-credentials.ts'

async function tokenServer(answer: (count: number) => { readonly status?: number; readonly body: unknown; readonly location?: string }) {
  let count = 0
  return openLocalServer((_, response) => {
    count += 1
    const { status = 200, body, location } = answer(count)
    response.writeHead(status, { 'content-type': 'application/json', ...(location !== undefined && { location }) })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
}

const counted = (count: number) => ({ body: { access_token: `token-${count}`, token_type: 'Bearer', expires_in: 3600 } })

function valuesFor({ url }: LocalServer, more: object = {}) {
  return { tokenUrl: `${url}/token`, clientId: 'my client', clientSecret: 's3cr&t', hosts: ['api.example.com'], ...more }
}

test('asks for a token once, for requests at the same time and later ones, until shortly before it ends', async () => {
  await using server = await tokenServer(counted)
  const cache = new Map()
  let time = 0
  const ask = () => authorize(httpOauth2ClientCredentials, valuesFor(server, { scope: 'a b' }), { fetch, cache, now: () => time })
  const first = await Promise.all([ask(), ask(), ask()])
  expect(first.map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer token-1'))
  time = 3_569_999
  expect((await ask()).authorization).toBe('Bearer token-1')
  time = 3_570_000
  expect((await ask()).authorization).toBe('Bearer token-2')
  expect(server.requests).toHaveLength(2)
  expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/token', body: 'grant_type=client_credentials&scope=a+b' })
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('my+client:s3cr%26t')}`)
})

test('sends id and secret in the body where that is said', async () => {
  await using server = await tokenServer(counted)
  await authorize(httpOauth2ClientCredentials, valuesFor(server, { clientAuthentication: 'body', audience: 'x' }), { fetch })
  expect(server.requests[0]?.headers.authorization).toBeUndefined()
  expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toEqual({
    grant_type: 'client_credentials',
    audience: 'x',
    client_id: 'my client',
    client_secret: 's3cr&t',
  })
})

test('asks for another token when the one it has is answered 401', async () => {
  await using server = await tokenServer(counted)
  const cache = new Map()
  const values = valuesFor(server)
  await authorize(httpOauth2ClientCredentials, values, { fetch, cache })
  const challenge = new Response(null, { status: 401 })
  expect((await authorize(httpOauth2ClientCredentials, values, { fetch, cache, challenge })).authorization).toBe('Bearer token-2')
})

test('a refusal is told with what the service says, is fatal, and is not kept', async () => {
  await using server = await tokenServer((count) =>
    count === 1 ? { status: 401, body: { error: 'invalid_client', error_description: 'who?' } } : counted(count),
  )
  const cache = new Map()
  const ask = () => authorize(httpOauth2ClientCredentials, valuesFor(server), { fetch, cache })
  await expect(ask()).rejects.toMatchObject({
    name: 'FatalError',
    code: 'CONNECTION_TOKEN',
    message: expect.stringContaining('invalid_client: who?'),
  })
  expect((await ask()).authorization).toBe('Bearer token-2')
})

test.each([
  ['trouble that passes', { status: 503, body: 'busy' }, 'RetryableError'],
  ['a redirect, which would take the secret along', { status: 307, body: '', location: 'http://127.0.0.1:1/' }, 'FatalError'],
  ['an answer without a token', { body: {} }, 'FatalError'],
  ['a token that no header can hold', { body: { access_token: 'a\r\nb' } }, 'FatalError'],
  ['a page instead of JSON', { body: '<html>' }, 'FatalError'],
])('%s gives no token', async (_, answer, name) => {
  await using server = await tokenServer(() => answer)
  await expect(authorize(httpOauth2ClientCredentials, valuesFor(server), { fetch })).rejects.toMatchObject({
    name,
    code: 'CONNECTION_TOKEN',
  })
})
