import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const hourly = 'id: orders\ntriggers: { new: { type: look, with: { items: [a, b] } } }\nnodes: { a: { type: echo } }'
const failing = 'id: mails\ntriggers: { inbox: { type: look, with: { items: none } } }\nnodes: { a: { type: echo } }'

async function opened() {
  const { ask, store, publish } = await testServer([hourly, failing])
  async function send(method: string, path: string) {
    const answer = await ask(`/api/v1/polls${path}`, { method })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  return { send, store, publish }
}

const place = '/orders/new'

describe('polls', () => {
  test('are listed, all or of one workflow', async () => {
    const { send } = await opened()
    expect((await send('GET', '?limit=1')).body).toMatchObject({ items: [{ workflowId: 'mails' }], nextCursor: expect.any(String) })
    await send('POST', `${place}/look`)
    expect((await send('GET', '?workflow=orders')).body.items).toMatchObject([{ triggerId: 'new', isPaused: false, pending: 0 }])
  })

  test('look when they are told to, and say what it came to', async () => {
    const { send, store } = await opened()
    const { status, body } = await send('POST', `${place}/look`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ failures: 0, last: { outcome: expect.stringMatching(/started|nothing-new/) }, nextAt: expect.any(String) })
    expect((await store.executions.list('default', { workflowId: 'orders' }, { limit: 9 })).items).toHaveLength(2)
    expect((await send('GET', place)).body.lastExecution).toMatchObject({ id: expect.any(String), status: expect.any(String) })
  })

  test('tell why they failed', async () => {
    const { send } = await opened()
    expect((await send('POST', '/mails/inbox/look')).body).toMatchObject({ last: { outcome: 'failed', message: 'There is no list.' } })
  })

  test('are paused and resumed', async () => {
    const { send } = await opened()
    const { body } = await send('POST', `${place}/pause`)
    expect(body.isPaused).toBe(true)
    expect(body.nextAt).toBeUndefined()
    expect((await send('POST', `${place}/resume`)).body).toMatchObject({ isPaused: false, nextAt: expect.any(String) })
  })

  test.each(['', '/look', '/pause', '/resume'])('what is none is not found at %j', async (verb) => {
    const { send } = await opened()
    expect(await send(verb === '' ? 'GET' : 'POST', `/orders/other${verb}`)).toMatchObject({
      status: 404,
      body: { code: 'POLL_NOT_FOUND' },
    })
  })
})
