import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const good = webhookWorkflow({ id: 'good', path: '/good' })
const bad = webhookWorkflow({ id: 'bad', path: '/bad', nodes: 'a: { type: fail }' })

async function statisticsOf(query: string, ask: (path: string, init?: RequestInit) => Promise<Response>) {
  const answer = await ask(`/api/v1/statistics?${query}`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('statistics match the executions that are listed', async () => {
  const { ask } = await testServer([
    good,
    bad,
    webhookWorkflow({ id: 'slow', path: '/slow', respond: 'immediately', nodes: 'f: { type: forever }' }),
  ])
  for (const path of ['/good', '/good', '/good', '/bad', '/slow']) await ask(`/webhook${path}`, { method: 'POST' })
  const { items } = (await (await ask('/api/v1/executions')).json()) as { items: { status: string; durationMs?: number }[] }
  const durations = items.flatMap(({ durationMs }) => durationMs ?? [])
  const { body } = await statisticsOf('', ask)
  expect(body).toMatchObject({
    total: 4,
    byStatus: { success: 3, failed: 1 },
    successRate: 0.75,
    durationMs: { min: Math.min(...durations), max: Math.max(...durations) },
    workflows: [
      { workflowId: 'bad', total: 1, successRate: 0 },
      { workflowId: 'good', total: 3, successRate: 1 },
      { workflowId: 'slow', total: 0 },
    ],
  })
  const { running = 0, waiting = 0 } = body.unfinished as Record<string, number>
  expect(running + waiting).toBe(1)
  expect((await statisticsOf('workflow=good', ask)).body).toMatchObject({ total: 3, workflows: [{ workflowId: 'good' }] })
  expect((await statisticsOf('step=1h', ask)).body).toMatchObject({ slots: [{ total: 4 }] })
  expect((await statisticsOf('last=2d&to=2020-01-03T00:00:00Z', ask)).body).toMatchObject({ from: '2020-01-01T00:00:00.000Z', total: 0 })
  expect((await statisticsOf('to=2020-01-02T00:00:00Z', ask)).body).toMatchObject({
    from: '2020-01-01T00:00:00.000Z',
    total: 0,
    workflows: [{ workflowId: 'slow' }],
  })
})

test('a window that cannot be counted is refused with what to do', async () => {
  const { ask } = await testServer()
  const refused = async (query: string) => {
    const { status, body } = await statisticsOf(query, ask)
    expect([status, body.code]).toEqual([400, 'REQUEST_INVALID'])
    return body.detail
  }
  expect(await refused('step=soon')).toContain('a duration such as 5m')
  expect(await refused('last=long')).toContain('"last" must be a duration such as 5m')
  expect(await refused('last=0s')).toContain('"from" must be before "to"')
  expect(await refused('last=1h&from=2027-01-02T00:00:00Z')).toContain('either "last" or "from"')
  expect(await refused('step=1s')).toContain('whole number of minutes')
  expect(await refused('from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z')).toContain('"from" must be before "to"')
  expect(await refused('step=5m&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).toContain('whole hours')
})

test('days begin by the clock of a time zone that there is', async () => {
  const { ask } = await testServer()
  const read = async (query: string) => (await (await ask(`/api/v1/statistics?${query}`)).json()) as Record<string, unknown>
  const window = 'from=2027-03-27T12:00:00Z&to=2027-03-28T12:00:00Z'
  expect(await read(`${window}&step=1d&timezone=Europe/Berlin`)).toMatchObject({
    from: '2027-03-26T23:00:00.000Z',
    slots: [{ to: '2027-03-27T23:00:00.000Z' }, { from: '2027-03-27T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z', total: 0 }],
  })
  expect(await read(`${window}&step=1d&timezone=Mars/Olympus`)).toMatchObject({
    detail: expect.stringContaining('no time zone "Mars/Olympus"'),
  })
  expect(await read(`${window}&step=1h&timezone=Europe/Berlin`)).toMatchObject({ detail: expect.stringContaining('more than an hour') })
})
