import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

type Answered = Record<string, unknown>

async function readJson(answer: Response): Promise<Answered> {
  return (await answer.json()) as Answered
}

const greet = webhookWorkflow({ id: 'greet', path: '/greet/:name' })

describe('starting by hand', () => {
  const inputs = `id: add
inputs:
  a: { type: number, required: true }
  b: { type: number, default: 1 }
nodes:
  sum: { type: echo, with: { value: "{{ inputs.a + inputs.b }}" } }
`
  const run = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', body: JSON.stringify(body), headers })

  test('answers when the start is on disk, or with the end', async () => {
    const { ask } = await testServer([inputs])
    const started = await ask('/api/v1/workflows/add/run', run({ inputs: { a: 2 } }))
    expect([started.status, started.headers.get('location')]).toEqual([202, expect.stringContaining('/api/v1/executions/')])
    const ended = await ask('/api/v1/workflows/add/run?wait=true', run({ inputs: { a: 2, b: 3 } }))
    expect([ended.status, await readJson(ended)]).toMatchObject([200, { status: 'success', result: 5 }])
  })

  test('refuses inputs that do not fit, with all mistakes', async () => {
    const { ask } = await testServer([inputs])
    const answer = await readJson(await ask('/api/v1/workflows/add/run', run({ inputs: { b: 'x', c: 1 } })))
    expect(answer).toMatchObject({ status: 400, code: 'INPUTS_INVALID' })
    for (const part of ['a is required', 'b must be', 'c is not an input']) expect(answer.detail).toContain(part)
  })

  test('has the inputs that the file gives with the trigger, where the starter gives no others', async () => {
    const { ask } = await testServer([inputs.replace('nodes:', 'triggers: { hand: { type: manual, inputs: { a: 5, b: 6 } } }\nnodes:')])
    const key = { 'idempotency-key': 'one' }
    const results = [1, 2].map(
      async () => (await readJson(await ask('/api/v1/workflows/add/run?wait=true', run({ inputs: { b: 1 } }, key)))).result,
    )
    expect(await Promise.all(results)).toEqual([6, 6])
    expect(await readJson(await ask('/api/v1/workflows/add/run?wait=true', run({})))).toMatchObject({ result: 11 })
  })

  test('gives a webhook trigger its body', async () => {
    const { ask } = await testServer([greet])
    const answer = await readJson(await ask('/api/v1/workflows/greet/run?wait', run({ trigger: 'hook', data: [1] })))
    expect(answer.result).toMatchObject({ id: 'hook', type: 'webhook', method: 'POST', path: '/greet/:name', body: [1] })
  })

  test('refuses an unknown trigger with the nearest one, and data that is no map', async () => {
    const { ask } = await testServer([greet])
    expect(await readJson(await ask('/api/v1/workflows/greet/run', run({ trigger: 'hok' })))).toMatchObject({
      status: 404,
      code: 'TRIGGER_NOT_FOUND',
      detail: expect.stringContaining('Did you mean hook?'),
    })
    expect(await readJson(await ask('/api/v1/workflows/greet/run', run({ data: 1 })))).toMatchObject({ status: 400 })
  })

  test('with an idempotency key happens once; other data under the key is refused', async () => {
    const { ask, store } = await testServer([inputs])
    const key = { 'idempotency-key': 'order-7' }
    const answers = await Promise.all([1, 2, 3].map(() => ask('/api/v1/workflows/add/run?wait=true', run({ inputs: { a: 2 } }, key))))
    const ids = await Promise.all(answers.map(async (answer) => (await readJson(answer)).executionId))
    expect(new Set(ids).size).toBe(1)
    expect((await store.executions.list('default', {}, { limit: 10 })).items).toHaveLength(1)
    const explicit = await ask('/api/v1/workflows/add/run', run({ inputs: { b: 1, a: 2 } }, key))
    expect(explicit.status).toBe(202)
    for (const body of [{ inputs: { a: 3 } }, { inputs: { a: 2 }, data: { x: 1 } }]) {
      const other = await ask('/api/v1/workflows/add/run', run(body, key))
      expect([other.status, await readJson(other)]).toMatchObject([409, { code: 'IDEMPOTENCY_KEY_REUSED', executionId: ids[0] }])
    }
    expect((await ask('/api/v1/workflows/add/run', run({ inputs: { a: 3 } }, { 'idempotency-key': 'order-8' }))).status).toBe(202)
  })
})

describe('executions', () => {
  const noisy = webhookWorkflow({
    id: 'noisy',
    path: '/noisy',
    nodes: `say: { type: noisy, with: { line: hello }, next: out }
  out: { type: fail, onError: continue, next: big }
  big: { type: echo, with: { value: "{{ trigger.body }}" } }`,
  })

  test('are shown with every step: input, output, port, attempts, logs and errors with their stack', async () => {
    const { ask } = await testServer([noisy])
    await ask('/webhook/noisy', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })
    const list = await readJson(await ask('/api/v1/executions'))
    const [{ id }] = list.items as [{ id: string }]
    const shown = await readJson(await ask(`/api/v1/executions/${id}`))
    expect(shown).toMatchObject({
      id,
      workflowId: 'noisy',
      workflowVersion: 1,
      status: 'success',
      trigger: { id: 'hook', type: 'webhook', data: { body: 'x' } },
      result: 'x',
      steps: [
        { index: 0, step: 'say', type: 'noisy', port: 'success', input: { line: 'hello' }, logs: [{ level: 'info', message: 'hello' }] },
        { index: 1, step: 'out', error: { code: 'BROKEN', stack: expect.stringContaining('at ') }, attempts: [{ attempt: 1 }] },
        { index: 2, step: 'big', output: 'x', status: 'success' },
      ],
    })
    const [step] = shown.steps as [{ startedAt: string; durationMs: number }]
    expect(new Date(step.startedAt).toISOString()).toBe(step.startedAt)
    expect(step.durationMs).toBeGreaterThanOrEqual(0)
    expect(await readJson(await ask(`/api/v1/executions/${id}/events`))).toMatchObject({
      items: [{ type: 'execution-started' }, { type: 'step-succeeded', step: 'say' }, { type: 'step-failed' }, { type: 'step-succeeded' }],
    })
  })

  test('show the beginning of large values and say so, unless asked for all', async () => {
    const { ask } = await testServer([noisy])
    const body = 'y'.repeat(100_000)
    await ask('/webhook/noisy', { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    const [{ id }] = (await readJson(await ask('/api/v1/executions'))).items as [{ id: string }]
    const shown = await readJson(await ask(`/api/v1/executions/${id}`))
    expect(shown).toMatchObject({
      previews: { result: { bytes: 100_002 } },
      trigger: { previews: { data: { bytes: expect.any(Number) } } },
    })
    expect((shown.result as string).length).toBe(1000)
    const full = await readJson(await ask(`/api/v1/executions/${id}?full=true`))
    expect([full.result, full.previews]).toEqual([body, undefined])
  })

  test('show one step whole, and tell large values apart by their hash', async () => {
    const { ask } = await testServer([noisy])
    const outputs: unknown[] = []
    for (const end of ['a', 'b', 'b']) {
      const body = 'y'.repeat(100_000) + end
      await ask('/webhook/noisy', { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
      const [{ id }] = (await readJson(await ask('/api/v1/executions'))).items as [{ id: string }]
      const { steps } = await readJson(await ask(`/api/v1/executions/${id}`))
      outputs.push((steps as { step: string; previews?: unknown }[]).find(({ step }) => step === 'big')?.previews)
      const whole = await readJson(await ask(`/api/v1/executions/${id}/steps/big`))
      expect(whole).toMatchObject({ step: 'big', status: 'success', output: body })
      expect(whole.previews).toBeUndefined()
      const unknown = await ask(`/api/v1/executions/${id}/steps/bug`)
      expect([unknown.status, (await readJson(unknown)).code]).toEqual([404, 'STEP_NOT_FOUND'])
    }
    const [a, b, again] = outputs
    expect(a).toMatchObject({ output: { bytes: 100_003, hash: expect.stringMatching(/^[0-9a-f]{64}$/) } })
    expect([b, again]).toEqual([again, b])
    expect(b).not.toEqual(a)
  })

  test('are listed newest first, filtered and paged', async () => {
    const { ask } = await testServer([greet, webhookWorkflow({ id: 'bad', path: '/bad', nodes: 'a: { type: fail }' })])
    for (const path of ['/greet/a', '/bad', '/greet/b']) await ask(`/webhook${path}`, { method: 'POST' })
    const of = async (query: string): Promise<unknown> => {
      const { items } = await readJson(await ask(`/api/v1/executions?${query}`))
      return (items as { workflowId: string }[]).map(({ workflowId }) => workflowId)
    }
    expect(await of('workflow=bad')).toEqual(['bad'])
    expect(await of('status=failed')).toEqual(['bad'])
    expect(await of('status=failed,success&status=running')).toHaveLength(3)
    expect(await of('trigger=manual')).toEqual([])
    expect(await of('workflow=bad,nowhere')).toEqual(['bad'])
    expect(await of('workflow=bad&workflow=greet&status=success')).toEqual(['greet', 'greet'])
    expect(await of('version=1&minDuration=0ms&maxDuration=1h')).toHaveLength(3)
    expect(await of('version=2')).toEqual([])
    expect(await of('minDuration=1h')).toEqual([])
    expect((await ask('/api/v1/executions?minDuration=soon')).status).toBe(400)
    expect(await of('startedFrom=2999-01-01T00:00:00Z')).toEqual([])
    expect(await of('startedTo=2999-01-01T00:00:00%2B02:00')).toHaveLength(3)
    const first = await readJson(await ask('/api/v1/executions?limit=2'))
    const second = await readJson(await ask(`/api/v1/executions?limit=2&cursor=${first.nextCursor}`))
    const ids = [...(first.items as { id: string }[]), ...(second.items as { id: string }[])].map(({ id }) => id)
    expect([new Set(ids).size, second.nextCursor]).toEqual([3, undefined])
  })

  test.each([
    ['limitt=5', 'Did you mean limit?'],
    ['limit=0', '"limit"'],
    ['limit=201', '"limit"'],
    ['limit=1&limit=2', '"limit"'],
    ['status=lost', '"status" in the query must be one of "queued"'],
    ['startedFrom=yesterday', '"startedFrom"'],
    ['cursor=none', 'cursor'],
    ['__proto__=1', '__proto__'],
  ])('a list with %s is refused', async (query, hint) => {
    const { ask } = await testServer()
    const answer = await ask(`/api/v1/executions?${query}`)
    expect([answer.status, await readJson(answer)]).toMatchObject([400, { detail: expect.stringContaining(hint) }])
  })

  test('are canceled once', async () => {
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes: 'a: { type: forever }' })])
    const { executionId } = await readJson(await ask('/webhook/w', { method: 'POST' }))
    const cancel = () => ask(`/api/v1/executions/${executionId}/cancel`, { method: 'POST', body: '{"reason":"enough"}' })
    expect((await cancel()).status).toBe(202)
    const again = await cancel()
    expect([again.status, (await readJson(again)).code]).toEqual([409, 'EXECUTION_FINISHED'])
    expect(await readJson(await ask(`/api/v1/executions/${executionId}`))).toMatchObject({ status: 'canceled' })
    expect((await ask('/api/v1/executions/none/cancel', { method: 'POST' })).status).toBe(404)
  })

  test('are paused and resumed, however often that is asked, and tell who did', async () => {
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes: 'a: { type: forever }' })])
    const { executionId } = await readJson(await ask('/webhook/w', { method: 'POST' }))
    const control = async (verb: string, body = '{}') => {
      const answer = await ask(`/api/v1/executions/${executionId}/${verb}`, { method: 'POST', body })
      return [answer.status, await readJson(answer)]
    }
    expect(await control('resume')).toEqual([200, { executionId, status: 'resumed' }])
    for (const _ of [1, 2]) {
      expect(await control('pause', '{"reason":"stocktaking","by":"Ada"}')).toEqual([200, { executionId, status: 'paused' }])
    }
    expect((await readJson(await ask('/api/v1/executions?status=paused'))).items).toMatchObject([{ id: executionId, status: 'paused' }])
    expect(await readJson(await ask(`/api/v1/executions/${executionId}`))).toMatchObject({
      status: 'paused',
      controls: [{ action: 'pause', at: expect.stringMatching(/Z$/), by: 'Ada', reason: 'stocktaking' }],
    })
    expect(await control('resume')).toEqual([200, { executionId, status: 'resumed' }])
    expect(await control('cancel', '{"force":true}')).toMatchObject([202, { status: 'canceling' }])
    for (const verb of ['pause', 'resume', 'cancel']) expect(await control(verb)).toMatchObject([409, { code: 'EXECUTION_FINISHED' }])
    const { controls } = await readJson(await ask(`/api/v1/executions/${executionId}`))
    expect(controls).toMatchObject([{ action: 'pause' }, { action: 'resume' }, { action: 'cancel', forced: true }])
    for (const verb of ['pause', 'resume']) expect((await ask(`/api/v1/executions/none/${verb}`, { method: 'POST' })).status).toBe(404)
    expect(await control('pause', '{"why":1}')).toMatchObject([400, {}])
  })

  test('that clean up after a cancel say so, cannot be paused, and end at once when it is forced', async () => {
    const nodes = 't: { type: try, nodes: { a: { type: forever } }, catch: { b: { type: forever } } }'
    const { ask } = await testServer([webhookWorkflow({ id: 'w', path: '/w', respond: 'immediately', nodes })])
    const { executionId } = await readJson(await ask('/webhook/w', { method: 'POST' }))
    const post = (verb: string, body = '{}') => ask(`/api/v1/executions/${executionId}/${verb}`, { method: 'POST', body })
    expect((await post('cancel')).status).toBe(202)
    const place = `/api/v1/executions/${executionId}`
    expect(await readJson(await ask(place))).toMatchObject({ status: 'waiting', canceling: true })
    expect((await post('cancel')).status).toBe(202)
    expect(await readJson(await post('pause'))).toMatchObject({ status: 409, code: 'EXECUTION_CANCELING' })
    expect((await post('cancel', '{"force":true}')).status).toBe(202)
    const ended = await readJson(await ask(place))
    expect(ended).toMatchObject({ status: 'canceled', error: { code: 'CANCELED', details: { cleanUp: 'cut short' } } })
    expect(ended).not.toHaveProperty('canceling')
  })
})
