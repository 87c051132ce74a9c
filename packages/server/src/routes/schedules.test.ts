import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const hourly = 'id: reports\ntriggers: { tick: { type: clock, with: { everyMs: 3600000 } } }\nnodes: { a: { type: echo } }'
const daily = 'id: sums\ntriggers: { day: { type: clock, with: { everyMs: 86400000 } } }\nnodes: { a: { type: echo } }'

async function opened() {
  const { ask, store, publish } = await testServer([hourly, daily])
  async function send(method: string, path: string, body?: unknown) {
    const answer = await ask(`/api/v1/schedules${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  return { send, store, publish }
}

const place = '/reports/tick'

describe('schedules', () => {
  test('are listed, all or of one workflow, with their next time', async () => {
    const { send } = await opened()
    expect(await send('GET', '?limit=1')).toMatchObject({
      status: 200,
      body: { items: [{ workflowId: 'reports', triggerId: 'tick', isPaused: false, nextAt: expect.stringContaining(':00:00.000Z') }] },
    })
    expect((await send('GET', '?workflow=sums')).body.items).toMatchObject([{ triggerId: 'day' }])
  })

  test('are shown with their next times, in words too', async () => {
    const { send } = await opened()
    const { body } = await send('GET', `${place}?count=3`)
    expect(body).toMatchObject({ sentence: 'Every 3600000 ms', upcoming: [body.nextAt, expect.any(String), expect.any(String)] })
  })

  test('are paused and resumed', async () => {
    const { send, publish } = await opened()
    expect(await send('POST', `${place}/pause`)).toMatchObject({ status: 200, body: { isPaused: true } })
    await publish(hourly.replace('echo', 'noisy, with: { line: x }'))
    const { body } = await send('GET', place)
    expect(body).toMatchObject({ isPaused: true, upcoming: expect.arrayContaining([expect.any(String)]) })
    expect(body.nextAt).toBeUndefined()
    expect((await send('POST', `${place}/resume`)).body).toMatchObject({ isPaused: false, nextAt: expect.any(String) })
  })

  test('are run by hand', async () => {
    const { send, store } = await opened()
    const { status, body } = await send('POST', `${place}/run`)
    expect(status).toBe(202)
    expect(await store.executions.get('default', body.executionId)).toMatchObject({
      workflowId: 'reports',
      triggerId: 'tick',
      triggerType: 'clock',
    })
  })

  test('are backfilled, once for each time', async () => {
    const { send } = await opened()
    const window = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T03:30:00Z' }
    const dry = await send('POST', `${place}/backfill`, { ...window, dryRun: true })
    expect(dry.body).toEqual({ times: [0, 1, 2, 3].map((hour) => `2026-01-01T0${hour}:00:00.000Z`), executionIds: [], hasMore: false })
    expect((await send('POST', `${place}/backfill`, window)).body.executionIds).toHaveLength(4)
    expect((await send('POST', `${place}/backfill`, window)).body.times).toEqual([])
  })

  test.each([[{ from: 'yesterday' }], [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }], [{}]])(
    'the window %j is refused',
    async (window) => {
      const { send } = await opened()
      expect(await send('POST', `${place}/backfill`, window)).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } })
    },
  )

  test.each([
    ['GET', ''],
    ['POST', '/pause'],
    ['POST', '/resume'],
    ['POST', '/run'],
  ])('%s %s of one that is not there says so', async (method, verb) => {
    const { send } = await opened()
    for (const other of ['/reports/nope', '/nope/tick']) {
      expect(await send(method, `${other}${verb}`)).toMatchObject({ status: 404, body: { code: 'SCHEDULE_NOT_FOUND' } })
    }
  })

  test('can be tried before they stand in a file', async () => {
    const { send } = await opened()
    const body = { type: 'clock', with: { everyMs: 60_000 }, after: '2026-01-01T00:00:00Z', count: 2 }
    expect(await send('POST', '/preview', body)).toEqual({
      status: 200,
      body: { sentence: 'Every 60000 ms', upcoming: ['2026-01-01T00:01:00.000Z', '2026-01-01T00:02:00.000Z'] },
    })
    for (const wrong of [
      { type: 'clock', with: { everyMs: 0 } },
      { type: 'clock', with: { everyMs: '{{ vars.every }}' } },
      { type: 'manual', with: {} },
      { type: 'toString', with: {} },
    ]) {
      expect(await send('POST', '/preview', wrong)).toMatchObject({ status: 422, body: { code: 'SCHEDULE_INVALID' } })
    }
  })
})
