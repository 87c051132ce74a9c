import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const secret = 'canary-5b1d'
const draft = { type: 'token', values: { user: 'ada', token: secret } }

async function opened() {
  const { ask, store } = await testServer()
  const texts: string[] = []
  async function send(method: string, path: string, body?: unknown) {
    const answer = await ask(`/api/v1${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    texts.push(text, JSON.stringify([...answer.headers]))
    return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers }
  }
  return { send, store, texts }
}

describe('connections', () => {
  test('are created, shown, listed, changed, replaced and deleted, and no answer ever holds the secret', async () => {
    const { send, texts } = await opened()
    const created = await send('POST', '/connections', { name: 'shop', ...draft })
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'shop', type: 'token', values: { user: 'ada' }, secrets: ['token'], origin: 'store' },
    })
    expect(created.headers.get('location')).toBe('http://localhost:8577/api/v1/connections/shop')
    expect((await send('GET', '/connections/shop')).body).toEqual(created.body)
    expect((await send('GET', '/connections')).body).toEqual({ items: [created.body] })
    const changed = await send('PATCH', '/connections/shop', { values: { user: null } })
    expect(changed).toMatchObject({ status: 200, body: { values: {}, secrets: ['token'] } })
    expect(changed.body.revision).not.toBe(created.body.revision)
    expect(await send('PUT', '/connections/shop', { type: 'token', values: { token: 'x' } })).toMatchObject({ status: 200 })
    expect(await send('PUT', '/connections/other', draft)).toMatchObject({ status: 200, body: { name: 'other' } })
    expect((await send('DELETE', '/connections/shop')).status).toBe(204)
    expect(await send('GET', '/connections/shop')).toMatchObject({ status: 404, body: { code: 'CONNECTION_NOT_FOUND' } })
    expect(texts.join()).not.toContain(secret)
  })

  test.each([
    ['of an unknown type', { name: 'shop', type: 'nope', values: {} }, 422, 'CONNECTION_TYPE_UNKNOWN'],
    ['with a name that is none', { name: 'Shop 1', ...draft }, 422, 'CONNECTION_BAD_NAME'],
    ['with a value that does not fit', { name: 'shop', type: 'token', values: { token: 1 } }, 422, 'CONNECTION_INVALID'],
    ['with a value that nobody knows', { name: 'shop', type: 'token', values: { token: 'a', more: secret } }, 422, 'CONNECTION_INVALID'],
    ['without values', { name: 'shop', type: 'token' }, 400, 'REQUEST_INVALID'],
    ['with an unknown key', { name: 'shop', ...draft, more: 1 }, 400, 'REQUEST_INVALID'],
  ])('%s are refused', async (_, body, status, code) => {
    const { send, texts } = await opened()
    expect(await send('POST', '/connections', body)).toMatchObject({ status, body: { code } })
    expect(texts.join()).not.toContain(secret)
  })

  test('of a name that is taken are not created', async () => {
    const { send } = await opened()
    await send('POST', '/connections', { name: 'shop', ...draft })
    expect(await send('POST', '/connections', { name: 'shop', ...draft })).toMatchObject({
      status: 409,
      body: { code: 'CONNECTION_EXISTS' },
    })
  })

  test('attack 34: of another account do not exist', async () => {
    const { send, store } = await opened()
    await store.connections.put({ account: 'globex', name: 'theirs', type: 'token', values: {}, sealed: '{}', at: 1 })
    for (const [method, body] of [['GET'], ['PATCH', { values: {} }], ['DELETE']] as const) {
      expect(await send(method, '/connections/theirs', body)).toMatchObject({ status: 404, body: { code: 'CONNECTION_NOT_FOUND' } })
    }
    expect((await send('GET', '/connections')).body).toEqual({ items: [] })
  })

  test('of a page of another site are not written', async () => {
    const { ask } = await testServer()
    const headers = { origin: 'https://evil.test' }
    const answer = await ask('/api/v1/connections/shop', { method: 'PATCH', headers, body: JSON.stringify({ values: {} }) })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'CROSS_SITE'])
  })

  test('have types, with a schema for forms', async () => {
    const { send } = await opened()
    expect((await send('GET', '/connection-types')).body).toMatchObject({
      items: [
        {
          type: 'token',
          secretFields: ['token'],
          schema: { properties: { token: { type: 'string', secret: true } }, required: ['token'] },
        },
      ],
    })
  })
})
