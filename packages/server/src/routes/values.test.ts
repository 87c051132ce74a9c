import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

async function opened() {
  const { ask, store } = await testServer()
  async function send(method: string, path: string, body?: unknown) {
    const answer = await ask(`/api/v1/values/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  return { send, store }
}

describe('values', () => {
  test('are set, shown, listed and deleted, under any key', async () => {
    const { send } = await opened()
    for (const key of ['a/b', 'ä %2F', '..', 'a?b#c']) {
      const path = `account/${encodeURIComponent(key)}`.replace('/..', '/%2E%2E%2F..')
      const shown = key === '..' ? '../..' : key
      expect(await send('PUT', path, { value: { n: [1] } })).toMatchObject({ status: 200, body: { key: shown, value: { n: [1] } } })
      expect(await send('GET', path)).toMatchObject({ status: 200, body: { key: shown, value: { n: [1] } } })
    }
    expect((await send('GET', 'account?prefix=a&limit=1')).body).toMatchObject({ items: [{ key: 'a/b' }], nextCursor: expect.any(String) })
    expect((await send('DELETE', 'account/a%2Fb')).status).toBe(204)
    expect(await send('GET', 'account/a%2Fb')).toMatchObject({ status: 404, body: { code: 'VALUE_NOT_FOUND' } })
    expect((await send('DELETE', 'account/a%2Fb')).status).toBe(404)
  })

  test('are written only over the revision that was asked for', async () => {
    const { send } = await opened()
    const { body } = await send('PUT', 'workflow:w/k', { value: 1, ifRevision: null })
    expect(await send('PUT', 'workflow:w/k', { value: 2, ifRevision: null })).toMatchObject({
      status: 409,
      body: { code: 'VALUE_CHANGED' },
    })
    expect((await send('PUT', 'workflow:w/k', { value: 2, ifRevision: body.revision })).status).toBe(200)
  })

  test('may end', async () => {
    const { send, store } = await opened()
    expect((await send('PUT', 'account/k', { value: 1, ttlMs: 60_000 })).body).toMatchObject({ expiresAt: expect.stringContaining('T') })
    await store.values.put({ account: 'default', space: 'account', key: 'far', value: 1, at: 0, expiresAt: 1e300 })
    expect((await send('GET', 'account')).body.items).toMatchObject([{ key: 'far' }, { key: 'k', expiresAt: expect.any(String) }])
  })

  test.each([
    ['another space', 'other/k', { value: 1 }, 400],
    ['a key that is too long', `account/${'k'.repeat(513)}`, { value: 1 }, 422],
    ['a value that is too large', 'account/k', { value: 'x'.repeat(1024 * 1024) }, 413],
    ['no value', 'account/k', {}, 400],
  ])('%s is refused', async (_, path, body, status) => {
    const { send } = await opened()
    expect((await send('PUT', path, body)).status).toBe(status)
  })

  test('attack 34: of another account do not exist', async () => {
    const { send, store } = await opened()
    await store.values.put({ account: 'globex', space: 'account', key: 'k', value: 1, at: 0 })
    expect((await send('GET', 'account/k')).status).toBe(404)
    expect((await send('DELETE', 'account/k')).status).toBe(404)
    expect((await send('GET', 'account')).body.items).toEqual([])
  })
})
