import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

type Answered = Record<string, unknown>

async function readJson(answer: Response): Promise<Answered> {
  return (await answer.json()) as Answered
}

const greet = webhookWorkflow({ id: 'greet', path: '/greet/:name' })

describe('workflows', () => {
  test('are listed by id, with the full addresses of their webhooks', async () => {
    const { ask } = await testServer([greet, webhookWorkflow({ id: 'bye', path: '/bye' })])
    const first = await readJson(await ask('/api/v1/workflows?limit=1'))
    expect(first.items).toMatchObject([{ id: 'bye', version: 1 }])
    const second = await readJson(await ask(`/api/v1/workflows?limit=1&cursor=${first.nextCursor}`))
    expect(second).toMatchObject({
      items: [{ id: 'greet', triggers: [{ id: 'hook', url: 'http://localhost:8577/webhook/greet/:name', methods: ['POST'] }] }],
    })
    expect(second.nextCursor).toBeUndefined()
  })

  test('are published, and live at once', async () => {
    const { ask } = await testServer()
    const created = await ask('/api/v1/workflows', { method: 'POST', body: greet })
    expect([created.status, created.headers.get('location')]).toEqual([201, 'http://localhost:8577/api/v1/workflows/greet'])
    expect(await created.json()).toMatchObject({ id: 'greet', version: 1, source: greet, warnings: [] })
    expect((await ask('/webhook/greet/ann', { method: 'POST' })).status).toBe(200)
    expect((await ask('/api/v1/workflows', { method: 'POST', body: greet })).status).toBe(200)
    const moved = greet.replace('/greet/:name', '/hello')
    expect((await ask('/api/v1/workflows/greet', { method: 'PUT', body: moved })).status).toBe(201)
    expect((await ask('/webhook/greet/ann', { method: 'POST' })).status).toBe(404)
    expect((await ask('/webhook/hello', { method: 'POST' })).status).toBe(200)
    expect(await readJson(await ask('/api/v1/workflows/greet/versions'))).toMatchObject({ items: [{ version: 2 }, { version: 1 }] })
    expect(await readJson(await ask('/api/v1/workflows/greet?version=1'))).toMatchObject({ version: 1, source: greet })
  })

  test('with mistakes are refused with all of them, and the last good version keeps serving', async () => {
    const { ask } = await testServer([greet])
    const broken = greet.replace('type: echo', 'type: ecko').replace('id: greet', 'id: greet\nnodez: 1')
    const answer = await ask('/api/v1/workflows', { method: 'POST', body: broken })
    expect(answer.status).toBe(422)
    const { code, problems } = await readJson(answer)
    expect(code).toBe('WORKFLOW_INVALID')
    expect(problems).toMatchObject([{ code: 'UNKNOWN_KEY' }, { code: 'UNKNOWN_NODE_TYPE', suggestion: 'echo', position: { line: 6 } }])
    expect((await ask('/webhook/greet/ann', { method: 'POST' })).status).toBe(200)
  })

  test('are not put under the id of another one', async () => {
    const { ask } = await testServer()
    const answer = await ask('/api/v1/workflows/other', { method: 'PUT', body: greet })
    expect([answer.status, (await readJson(answer)).code]).toEqual([422, 'WORKFLOW_ID_MISMATCH'])
    expect((await ask('/api/v1/workflows/greet')).status).toBe(404)
  })

  test('that are not UTF-8 are refused with the place of every bad byte', async () => {
    const { ask } = await testServer()
    const body = Buffer.from(`${greet}# Grüße\n`, 'latin1')
    const line = greet.split('\n').length
    const problems = [
      { code: 'INVALID_UTF8', position: { line, column: 5 } },
      { code: 'INVALID_UTF8', position: { line, column: 6 } },
    ]
    const refused = await ask('/api/v1/workflows', { method: 'POST', body })
    expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'WORKFLOW_INVALID', problems }])
    expect(await readJson(await ask('/api/v1/workflows/validate', { method: 'POST', body }))).toMatchObject({ valid: false, problems })
  })

  test('are validated without being published', async () => {
    const { ask } = await testServer()
    const good = await ask('/api/v1/workflows/validate', { method: 'POST', body: greet })
    expect([good.status, await good.json()]).toEqual([200, { valid: true, id: 'greet', problems: [] }])
    const bad = await readJson(await ask('/api/v1/workflows/validate', { method: 'POST', body: '{' }))
    expect(bad).toMatchObject({ valid: false, problems: [{ severity: 'error' }, ...(bad.problems as unknown[]).slice(1)] })
    expect((await readJson(await ask('/api/v1/workflows'))).items).toEqual([])
  })

  test('have a JSON Schema with the types of this server', async () => {
    const { ask } = await testServer()
    const answer = await ask('/api/v1/workflow-schema.json')
    expect(answer.headers.get('content-type')).toBe('application/schema+json')
    expect(await readJson(answer)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { 'node:echo': { properties: { value: {} } }, 'trigger:webhook': { properties: { path: {} } } },
    })
  })

  test('that claim one path are both shown: who has it, and who does not', async () => {
    const { ask, lines } = await testServer([webhookWorkflow({ id: 'b', path: '/x' }), webhookWorkflow({ id: 'a', path: '/x' })])
    expect((await readJson(await ask('/api/v1/status'))).webhookConflicts).toBe(1)
    const shown = await readJson(await ask('/api/v1/workflows'))
    const conflicts = (shown.items as { id: string; triggers: { conflicts?: unknown }[] }[]).map(({ id, triggers }) => [
      id,
      triggers[0]?.conflicts,
    ])
    const loser = conflicts.find(([, found]) => found !== undefined)
    expect(loser?.[1]).toEqual([{ method: 'POST', heldBy: loser?.[0] === 'a' ? 'b' : 'a' }])
    expect(lines).toContainEqual(expect.objectContaining({ type: 'webhook-conflict', path: '/x', workflowId: loser?.[0] }))
  })
})

test('node types are listed and shown with the schema of their parameters', async () => {
  const { ask } = await testServer()
  expect((await readJson(await ask('/api/v1/node-types'))).items).toContainEqual(
    expect.objectContaining({ type: 'noisy', effects: 'external', ports: ['success'] }),
  )
  expect(await readJson(await ask('/api/v1/node-types/noisy'))).toMatchObject({
    ports: ['success'],
    params: { type: 'object', required: ['line'] },
  })
  expect(await readJson(await ask('/api/v1/node-types/noisi'))).toMatchObject({ status: 404, detail: expect.stringContaining('noisy') })
})

test('trigger types are listed, and shown with the schema of their parameters', async () => {
  const { ask } = await testServer()
  expect((await readJson(await ask('/api/v1/trigger-types'))).items).toContainEqual(
    expect.objectContaining({ type: 'on', title: 'On event' }),
  )
  expect(await readJson(await ask('/api/v1/trigger-types/on'))).toMatchObject({ params: { required: ['name'] } })
  expect(await readJson(await ask('/api/v1/trigger-types/off'))).toMatchObject({ status: 404, code: 'TRIGGER_TYPE_NOT_FOUND' })
})

test('health says which one answers and since when, and nothing that a stranger may not know', async () => {
  // A clock that was set back since makes nothing younger than it is.
  let now = 5_000
  const { ask } = await testServer([], { instance: { id: 'a-1', name: 'Orders' }, clock: { now: () => now } })
  now -= 4_000
  const health = await readJson(await ask('/healthz'))
  expect(health).toEqual({ status: 'ok', name: 'Orders', id: 'a-1', uptimeSeconds: expect.any(Number) })
  expect(health.uptimeSeconds).toBeGreaterThan(0)
  expect(health.uptimeSeconds).toBeLessThanOrEqual(process.uptime())
})

test('health and readiness are told apart', async () => {
  const { ask, store } = await testServer()
  expect([(await ask('/healthz')).status, (await ask('/readyz')).status]).toEqual([200, 200])
  const broken = await testServer([], { store: { ...store, check: () => Promise.reject(new Error('no disk')) } })
  expect((await broken.ask('/healthz')).status).toBe(200)
  const answer = await broken.ask('/readyz')
  expect([answer.status, await readJson(answer)]).toMatchObject([503, { code: 'STORE_UNAVAILABLE' }])
})

test('status tells what runs', async () => {
  const { ask } = await testServer([greet])
  expect(await readJson(await ask('/api/v1/status'))).toMatchObject({
    version: '0.0.0-test',
    store: 'memory',
    workflows: 1,
    webhooks: 1,
    watchdog: { stalled: 0, found: [] },
  })
})
