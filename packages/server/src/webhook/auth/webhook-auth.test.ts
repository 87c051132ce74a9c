import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookAuth } from '@millrace/kit'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testServer } from '../../testing/test-server.ts'

type Headers = Readonly<Record<string, string>>
type WrittenAuth =
  Exclude<WebhookAuth, 'none'> extends infer One
    ? One extends { type: infer Type }
      ? { readonly type: Type; readonly [key: string]: unknown }
      : never
    : never

async function guarded(auth: WrittenAuth | 'none', more: object = {}, at = Date.now()) {
  const params = { path: '/w', respond: 'last-node', auth, ...more }
  const source = `id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify(params)} } }\nnodes: { a: { type: echo } }`
  const { ask, store } = await testServer([source], { clock: { now: () => at } })
  async function send(headers: Headers, body = '{"n":1}') {
    const answer = await ask('/webhook/w', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
    const { code, ...rest } = JSON.parse(await answer.text())
    return { status: answer.status, code, rest, challenge: answer.headers.get('www-authenticate') }
  }
  const started = async () => (await store.executions.list('default', {}, { limit: 9 })).items.length
  return { send, started, store, ask }
}

const refused = { status: 401, code: 'WEBHOOK_UNAUTHORIZED' }
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

test('more than one space behind the scheme is let be, and a secret may hold spaces itself', async () => {
  const { send } = await guarded({ type: 'bearer', secret: ['KEY', 'SPACED'] })
  for (const authorization of ['Bearer   a-key', 'BEARER a key of words']) expect((await send({ authorization })).status).toBe(200)
  for (const authorization of ['Bearer', 'Bearer a', 'Bearera-key']) expect(await send({ authorization })).toMatchObject(refused)
})

describe('a caller that proves nothing starts nothing', () => {
  test.each<readonly [string, WrittenAuth, readonly Headers[], Headers]>([
    [
      'header',
      { type: 'header', name: 'X-Api-Key', secret: 'KEY' },
      [{}, { 'x-api-key': '' }, { 'x-api-key': 'a-ke' }],
      { 'x-api-key': 'a-key' },
    ],
    [
      'bearer',
      { type: 'bearer', secret: 'KEY' },
      [{}, { authorization: 'a-key' }, { authorization: 'Basic a-key' }, { authorization: 'Bearer b' }],
      { authorization: 'bearer a-key' },
    ],
    [
      'basic',
      { type: 'basic', user: 'shop', secret: 'KEY' },
      [{}, basic('shop:'), basic('shop'), basic(':a-key'), basic('shops:a-key'), { authorization: 'Basic %' }],
      basic('shop:a-key'),
    ],
  ])('%s', async (_, auth, wrong, right) => {
    const { send, started } = await guarded(auth)
    for (const headers of wrong) expect(await send(headers)).toMatchObject(refused)
    expect(await started()).toBe(0)
    expect((await send(right)).status).toBe(200)
  })
})

test('the key of a caller reaches neither the trigger nor a row, however often it is sent', async () => {
  const { send, store } = await guarded({ type: 'header', name: 'X-Api-Key', secret: 'KEY' })
  expect(await send({ 'X-API-key': 'a-key', 'x-shop': 'a' })).toMatchObject({ status: 200, rest: { headers: { 'x-shop': 'a' } } })
  const [execution] = (await store.executions.list('default', {}, { limit: 9 })).items
  const recorded = JSON.stringify(await store.executions.log('default', execution?.id ?? ''))
  expect(recorded).toContain('x-shop')
  expect(recorded).not.toContain('a-key')
})

test('attack 18: no other spelling of a path gets past its check', async () => {
  const source = `id: w\ntriggers: { hook: { type: webhook, with: { path: /w, respond: last-node, auth: { type: bearer, secret: KEY } } } }\nnodes: { a: { type: echo } }`
  const { ask, store } = await testServer([source])
  for (const spelling of [
    '/w',
    '/W',
    '/w/',
    '//w',
    '/w;x',
    '/%77',
    '/w%2f',
    '/%2e/w',
    '/x/../w',
    '/w%00',
    '/w.',
    '/w%20',
    '/%2577',
    '/w?x=/w',
    '/w%3F',
  ]) {
    const { status } = await ask(`/webhook${spelling}`, { method: 'POST' })
    expect([spelling, status === 401 || status === 404 || status === 400]).toEqual([spelling, true])
  }
  expect((await store.executions.list('default', {}, { limit: 1 })).items).toEqual([])
})

test('while a secret is changed, both count', async () => {
  const { send } = await guarded({ type: 'bearer', secret: ['KEY', 'OLD_KEY'] })
  expect((await send({ authorization: 'Bearer an-old-key' })).status).toBe(200)
  expect((await send({ authorization: 'Bearer a-key' })).status).toBe(200)
})

test.each(['NOT_SET', 'EMPTY'])('a secret that is %s lets nobody in', async (secret) => {
  for (const auth of [
    { type: 'header', name: 'x-api-key', secret },
    { type: 'github', secret },
  ] as const) {
    const { send, started } = await guarded(auth)
    expect(
      await send({ 'x-api-key': '', 'x-hub-signature-256': `sha256=${createHmac('sha256', '').update('{"n":1}').digest('hex')}` }),
    ).toMatchObject({
      status: 503,
      code: 'WEBHOOK_SECRET_MISSING',
    })
    expect(await started()).toBe(0)
  }
})

test('parameters that nobody understands serve nothing', async () => {
  const { send } = await guarded({ type: 'github' })
  expect(await send({})).toMatchObject({ status: 404 })
})

describe('signatures', () => {
  const body = '{"n":1}'
  const mac = (text: string, encoding: 'hex' | 'base64' = 'hex', key: string | Buffer = 'a-key') =>
    createHmac('sha256', key).update(text).digest(encoding)
  const at = 1_614_265_330
  const standardKey = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')
  const standard = (time: number, text = body) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(time),
    'webhook-signature': `v1,AAAA v1a,x v1,${mac(`msg_1.${time}.${text}`, 'base64', standardKey)}`,
  })

  const schemes: readonly (readonly [string, WrittenAuth, (time: number) => Headers])[] = [
    ['github', { type: 'github', secret: 'KEY' }, () => ({ 'x-hub-signature-256': `sha256=${mac(body)}` })],
    ['shopify', { type: 'shopify', secret: 'KEY' }, () => ({ 'x-shopify-hmac-sha256': mac(body, 'base64') })],
    ['stripe', { type: 'stripe', secret: 'KEY' }, (t) => ({ 'stripe-signature': `t=${t},v0=11,v1=00,v1=${mac(`${t}.${body}`)}` })],
    [
      'slack',
      { type: 'slack', secret: 'KEY' },
      (t) => ({ 'x-slack-request-timestamp': `${t}`, 'x-slack-signature': `v0=${mac(`v0:${t}:${body}`)}` }),
    ],
    ['standard-webhooks', { type: 'standard-webhooks', secret: 'SVIX' }, standard],
    [
      'hmac',
      { type: 'hmac', secret: 'KEY', header: 'X-Sig', prefix: 'v=', encoding: 'base64' },
      () => ({ 'x-sig': `v=${mac(body, 'base64')}` }),
    ],
  ]

  test.each(schemes)('attack 27: %s counts over the very bytes, with the right secret, once for a delivery', async (_, auth, sign) => {
    const { send, started } = await guarded(auth, {}, at * 1000)
    const headers = sign(at)
    expect(await send({})).toMatchObject(refused)
    expect(await send(headers, '{"n":2}')).toMatchObject(refused)
    expect(await send(headers, `${body} `)).toMatchObject(refused)
    for (const [name, value] of Object.entries(headers)) {
      expect(await send({ ...headers, [name]: value.slice(0, -1) })).toMatchObject(refused)
      expect(await send({ ...headers, [name]: '' })).toMatchObject(refused)
    }
    expect(await started()).toBe(0)
    expect((await send(headers)).status).toBe(200)
    const { send: sendOther } = await guarded({ ...auth, secret: 'OLD_KEY' }, {}, at * 1000)
    expect(await sendOther(headers)).toMatchObject(refused)
  })

  test.each(schemes.filter(([name]) => ['stripe', 'slack', 'standard-webhooks'].includes(name)))(
    '%s counts for as long as it may be on its way',
    async (_, auth, sign) => {
      const { send } = await guarded({ ...auth, tolerance: '1m' }, { deduplicate: false }, at * 1000)
      expect(await send(sign(at - 61))).toMatchObject(refused)
      expect(await send(sign(at + 61))).toMatchObject(refused)
      expect((await send(sign(at - 59))).status).toBe(200)
    },
  )

  test.each(['whsec_', '!!!', 'whsec_c2hvcnQ=', 'a plain text is no key, however long it may be'])(
    'standard-webhooks: %j is no key',
    async (secret) => {
      const { isSigned } = await import('./signature.ts')
      const auth = { type: 'standard-webhooks' as const, secret: [], tolerance: 300_000 }
      for (const key of [Buffer.alloc(0), Buffer.from(secret.replace('whsec_', ''), 'base64'), Buffer.from(secret)]) {
        const signature = `v1,${mac(`msg_1.${at}.${body}`, 'base64', key)}`
        const headers: Headers = { ...standard(at), 'webhook-signature': signature }
        expect(isSigned(auth, [secret], { header: (name) => headers[name], body: Buffer.from(body), at: at * 1000 })).toBe(false)
      }
    },
  )

  // What the senders print in their own documentation.
  test('github and slack: the examples of their documentation', async () => {
    const { isSigned } = await import('./signature.ts')
    const call = (headers: Headers, text: string, time = 0) => ({
      header: (name: string) => headers[name],
      body: Buffer.from(text),
      at: time * 1000,
    })
    const github = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }
    expect(isSigned({ type: 'github', secret: [] }, ["It's a Secret to Everybody"], call(github, 'Hello, World!'))).toBe(true)
    const slack = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    }
    const command =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    const auth = { type: 'slack' as const, secret: [], tolerance: 300_000 }
    expect(isSigned(auth, ['8f742231b10e8888abcd99yyyzzz85a5'], call(slack, command, 1_531_420_618))).toBe(true)
  })
})

describe('tokens', () => {
  const key = Buffer.from('a-key')
  const token = (change: (jwt: SignJWT) => SignJWT = (jwt) => jwt) =>
    change(new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('1h').setIssuer('us').setAudience('w'))
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
  const auth = { type: 'jwt', secret: 'KEY', issuer: 'us', audience: 'w' } as const

  test('count until they expire, for their audience; their claims are in the trigger', async () => {
    const { send, started } = await guarded(auth)
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"ada","iss":"us","aud":"w","exp":9999999999}').toString('base64url')}.`
    const wrong = [
      '',
      'x',
      none,
      await token().sign(Buffer.from('b-key')),
      await token((jwt) => jwt.setExpirationTime('-1m')).sign(key),
      await token((jwt) => jwt.setIssuer('them')).sign(key),
      await token((jwt) => jwt.setAudience('v')).sign(key),
      await token((jwt) => jwt.setNotBefore('1h')).sign(key),
      await new SignJWT({ iss: 'us', aud: 'w' }).setProtectedHeader({ alg: 'HS256' }).sign(key),
    ]
    for (const one of wrong) expect(await send(bearer(one))).toMatchObject({ ...refused, challenge: 'Bearer' })
    expect(await started()).toBe(0)
    const right = await send(bearer(await token().sign(key)))
    expect(right).toMatchObject({ status: 200, rest: { claims: { sub: 'ada', iss: 'us' } } })
    expect(JSON.stringify(right.rest)).not.toContain('Bearer')
  })

  test('count when one of the public keys has signed them; a secret made of such a key does not', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
    let isUp = true
    const keys = createServer((_, response) => response.writeHead(isUp ? 200 : 500).end(JSON.stringify({ keys: [jwk] })))
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void keys.close())
    const jwks = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys` // Listening on a port.
    const signed = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).setExpirationTime('1h').sign(privateKey)
    const { send } = await guarded({ type: 'jwt', jwks })
    expect((await send(bearer(signed))).status).toBe(200)
    const confused = new SignJWT({}).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).setExpirationTime('1h')
    expect(await send(bearer(await confused.sign(Buffer.from(JSON.stringify(jwk)))))).toMatchObject(refused)
    for (const kid of ['k2', '', '../../etc/passwd', "' OR 1=1 --"]) {
      const other = new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).setExpirationTime('1h')
      expect(await send(bearer(await other.sign(privateKey)))).toMatchObject(refused)
    }
    const stranger = await generateKeyPair('ES256')
    const own = { jwk: await exportJWK(stranger.publicKey), jku: 'https://evil.example/keys', x5u: 'https://evil.example/keys' }
    const brought = new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...own }).setExpirationTime('1h')
    expect(await send(bearer(await brought.sign(stranger.privateKey)))).toMatchObject(refused)
    isUp = false
    const { send: sendLater, ask } = await guarded({ type: 'jwt', jwks })
    const unsure = await sendLater(bearer(signed))
    expect(unsure).toMatchObject({ status: 503, code: 'WEBHOOK_KEYS_UNAVAILABLE' })
    // Why is for whoever runs the server.
    expect(JSON.stringify(unsure)).not.toContain('Reason')
    const { lastRefusal } = (await (await ask('/api/v1/triggers/w/hook')).json()) as { readonly lastRefusal: { readonly message: string } }
    expect(lastRefusal.message).toMatch(/cannot be had just now: try again later\. Reason: .*200 OK/)
  })
})

test('a token that does not name its key counts when any of the public keys has signed it', async () => {
  const pairs = await Promise.all(['k1', 'k2'].map(async (kid) => ({ kid, ...(await generateKeyPair('ES256')) })))
  const published = await Promise.all(pairs.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid })))
  const keys = createServer((_, response) => response.end(JSON.stringify({ keys: published })))
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void keys.close())
  const { send } = await guarded({ type: 'jwt', jwks: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/` }) // Listening on a port.
  const nameless = async (key: CryptoKey) => {
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256' }).setExpirationTime('1h').sign(key)
    return send({ authorization: `Bearer ${token}` })
  }
  for (const { privateKey } of pairs) expect((await nameless(privateKey)).status).toBe(200)
  expect(await nameless((await generateKeyPair('ES256')).privateKey)).toMatchObject(refused)
})

describe('a delivery that comes again', () => {
  test('is the execution that it was, and gets its answer', async () => {
    const { send, started } = await guarded('none', { deduplicate: 'X-Delivery' })
    const first = await send({ 'x-delivery': 'd1' }, '{"n":1}')
    expect(await send({ 'x-delivery': 'd1' }, '{"n":2}')).toEqual(first)
    expect((await send({ 'x-delivery': 'd2' }, '{"n":2}')).rest).toMatchObject({ body: { n: 2 } })
    expect(await started()).toBe(2)
    await send({})
    await send({})
    expect(await started()).toBe(4)
  })

  test('is known by the header of its sender, unless that is switched off', async () => {
    const headers = {
      'x-hub-signature-256': `sha256=${createHmac('sha256', 'a-key').update('{"n":1}').digest('hex')}`,
      'x-github-delivery': 'd1',
    }
    const { send, started } = await guarded({ type: 'github', secret: 'KEY' })
    await send(headers)
    await send(headers)
    expect(await started()).toBe(1)
    const other = await guarded({ type: 'github', secret: 'KEY' }, { deduplicate: false })
    await other.send(headers)
    await other.send(headers)
    expect(await other.started()).toBe(2)
  })

  test('is known by its id in the body, where its sender puts it there or the trigger says where', async () => {
    const at = 1_614_265_330
    const signed = (body: string, time = at) => ({
      'stripe-signature': `t=${time},v1=${createHmac('sha256', 'a-key').update(`${time}.${body}`).digest('hex')}`,
    })
    const stripe = await guarded({ type: 'stripe', secret: 'KEY' }, {}, at * 1000)
    const event = '{"id":"evt_1","type":"a"}'
    const first = await stripe.send(signed(event), event)
    expect(await stripe.send(signed(event), event)).toEqual(first) // Somebody has caught and repeated it.
    expect(await stripe.send(signed(event, at + 60), event)).toEqual(first) // Stripe itself sends it anew.
    expect(await stripe.started()).toBe(1)
    const other = '{"id":"evt_2","type":"a"}'
    await stripe.send(signed(other), other)
    expect(await stripe.started()).toBe(2)

    const named = await guarded('none', { deduplicate: { body: 'delivery.number' } })
    for (const number of [1, 1, '"1"', 2, '"constructor"', '"constructor"']) await named.send({}, `{"delivery":{"number":${number}}}`)
    expect(await named.started()).toBe(3)
    for (const body of ['null', '{"delivery":null}', '{"delivery":{"number":""}}', '[]', '{"delivery":{"number":{}}}']) {
      await named.send({}, body)
      await named.send({}, body)
    }
    expect((await named.store.executions.list('default', {}, { limit: 90 })).items).toHaveLength(13)
  })
})
