import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

/** Says what it is called with, and a warning. */
const talking = (id: string, settings = '') =>
  `${webhookWorkflow({
    id,
    path: `/${id}`,
    nodes: `
  hello: { type: say, with: { message: "Hello {{ trigger.body.name }}" }, next: warn }
  warn: { type: say, with: { message: low, level: warn } }`,
  })}\n${settings}`

interface Body {
  readonly items: readonly { readonly message: string; readonly at: string; readonly executionId: string }[]
  readonly nextCursor?: string
}

async function opened(...sources: readonly string[]) {
  const { ask } = await testServer(sources)
  const call = (path: string, name: string) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) })
  const get = async (query: string) => {
    const answer = await ask(`/api/v1/logs${query}`)
    return { status: answer.status, body: (await answer.json()) as Body }
  }
  const messages = async (query: string) => (await get(query)).body.items.map(({ message }) => message)
  return { ask, call, get, messages }
}

test('lines of all executions are listed with where they were said, by what they are', async () => {
  const { call, get, messages } = await opened(talking('one'), talking('two'))
  await call('/webhook/one', 'ada')
  await call('/webhook/two', 'grace')
  const { body } = await get('?workflow=one')
  expect(body.items).toMatchObject([
    {
      level: 'warn',
      message: 'low',
      step: 'warn',
      node: 'warn',
      workflowId: 'one',
      attempt: 1,
      data: { said: 'low' },
    },
    { level: 'info', message: 'Hello ada', step: 'hello', node: 'hello', position: expect.stringMatching(/^\d+\.\d+$/) },
  ])
  expect(await messages('?level=warn')).toEqual(['low', 'low'])
  expect(await messages('?text=HELLO%20g')).toEqual(['Hello grace'])
  expect(await messages('?node=hello&workflow=two')).toEqual(['Hello grace'])
  expect(await messages(`?execution=${body.items[0]?.executionId}&level=info`)).toEqual(['low', 'Hello ada'])
  expect(await messages('?to=2020-01-01T00:00:00Z')).toEqual([])
  const first = await get('?limit=3')
  expect(await messages(`?limit=3&cursor=${first.body.nextCursor}`)).toHaveLength(1)
  for (const wrong of ['?level=loud', '?text=', '?from=today', '?cursor=no']) expect((await get(wrong)).status).toBe(400)
})

test('of what is not recorded no line is kept', async () => {
  const { call, messages } = await opened(talking('one'), talking('never', 'settings: { record: never }'))
  for (const id of ['one', 'never']) await call(`/webhook/${id}`, id)
  expect(await messages('?level=info')).toEqual(['low', 'Hello one'])
})

test('with the execution its lines go', async () => {
  const { ask, call, get, messages } = await opened(talking('one'))
  await call('/webhook/one', 'ada')
  const [line] = (await get('')).body.items
  expect((await ask(`/api/v1/executions/${line?.executionId}`, { method: 'DELETE' })).status).toBe(204)
  expect(await messages('')).toEqual([])
})
