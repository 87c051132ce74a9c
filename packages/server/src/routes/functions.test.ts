import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const greet = (nodes: string, more = '') =>
  `id: greeter\ntriggers: { ask: { type: function, with: { name: greet } } }\n${more}nodes:\n  ${nodes}\n`

async function called(source: string, body: unknown = {}, changed = {}) {
  const server = await testServer([source], changed)
  const call = (headers = {}, path = 'greet', sent = body) =>
    server.ask(`/api/v1/functions/${path}`, { method: 'POST', headers, body: JSON.stringify(sent) })
  return { server, call }
}

test('NDL-032: answers with status, headers and body of the respond node, which sees the body as inputs', async () => {
  const nodes = 'say: { type: reply, with: { status: 201, headers: { x-mine: a }, body: "{{ { to: inputs.who, body: trigger.body } }}" } }'
  const { call } = await called(greet(nodes, 'inputs: { who: { type: string, default: you } }\n'), { who: 'Ada' })
  const answer = await call()
  expect([answer.status, answer.headers.get('x-mine'), await answer.json()]).toEqual([201, 'a', { to: 'Ada', body: { who: 'Ada' } }])
  expect(answer.headers.get('content-security-policy')).toBe('sandbox')
  const byDefault = await call({}, 'greet', {})
  expect(await byDefault.json()).toMatchObject({ to: 'you' })
})

test.each([204, 205, 304])('the body that comes with status %i, which has none, is left out', async (status) => {
  const { call } = await called(greet(`say: { type: reply, with: { status: ${status}, body: not sent } }`))
  const answer = await call()
  expect([answer.status, await answer.text()]).toEqual([status, ''])
})

test('without a respond node it answers with the result', async () => {
  const { call } = await called(greet('say: { type: echo, with: { value: "{{ trigger.body[0] }}" } }'), [7])
  const answer = await call()
  expect([answer.status, await answer.json()]).toEqual([200, 7])
})

test('NDL-033: an unknown function is told as such', async () => {
  const { call } = await called(greet('say: { type: echo }'))
  const answer = await call({}, 'Nope')
  expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'FUNCTION_NOT_FOUND' })])
})

test('NDL-034: a workflow that is no function says what it lacks, and one that is switched off that it is', async () => {
  const { call, server } = await called(greet('say: { type: echo }').replace('type: function,', 'type: function, disabled: true,'))
  const detail = async (path: string) => ((await (await call({}, path)).json()) as { detail: string }).detail
  expect(await detail('greeter')).toContain('workflow greeter has no trigger of type function')
  expect(await detail('greet')).toContain('switched off')
  await server.publish(greet('say: { type: echo }'))
  expect((await call()).status).toBe(200)
})

test('NDL-035: of several answers the first counts, and the second harms nothing', async () => {
  const { call, server } = await called(
    greet('one: { type: reply, with: { body: first }, next: two }\n  two: { type: reply, with: { body: second } }'),
  )
  const answer = await call()
  expect(await answer.text()).toBe('first')
  const [execution] = (await server.store.executions.list('default', {}, { limit: 1 })).items
  expect(await (await server.driver.find('default', execution?.id ?? ''))?.finished).toMatchObject({ status: 'success' })
})

test('NDL-036: what never answers is a 504 after the limit, and goes on', async () => {
  const { call, server } = await called(greet('wait: { type: forever }'), {}, { answerTimeoutMs: 10 })
  const answer = await call()
  const { code, executionId } = (await answer.json()) as Record<string, string>
  expect([answer.status, code]).toEqual([504, 'FUNCTION_TIMED_OUT'])
  expect(await server.store.executions.get('default', executionId ?? '')).toMatchObject({ triggerType: 'function', triggerId: 'ask' })
})

test('what fails, and a body that does not fit the inputs, are told apart', async () => {
  const failing = await called(greet('a: { type: fail }'))
  expect([(await failing.call()).status, (await failing.call()).status]).toEqual([500, 500])
  const typed = await called(greet('a: { type: echo }', 'inputs: { n: { type: number, required: true } }\n'))
  for (const wrong of [{}, { n: 'x' }, { n: 1, m: 2 }])
    expect(await (await typed.call({}, 'greet', wrong)).json()).toMatchObject({ code: 'INPUTS_INVALID' })
  expect(await (await typed.call({}, 'greet', [1])).json()).toMatchObject({ code: 'REQUEST_INVALID' })
})

test('a call that is repeated with its key is the same execution, with the same answer', async () => {
  const { call, server } = await called(greet('say: { type: reply, with: { body: "{{ execution.id }}" } }'))
  const key = { 'idempotency-key': 'k1' }
  expect(await (await call(key)).text()).toBe(await (await call(key)).text())
  expect((await call(key, 'greet', { other: 1 })).status).toBe(409)
  expect((await server.store.executions.list('default', {}, { limit: 5 })).items).toHaveLength(1)
})

test('a new version takes the name along at once', async () => {
  const { call, server } = await called(greet('say: { type: reply, with: { body: old } }'))
  await server.publish(greet('say: { type: reply, with: { body: new } }').replace('name: greet', 'name: hello'))
  expect([(await call()).status, await (await call({}, 'hello')).text()]).toEqual([404, 'new'])
})
