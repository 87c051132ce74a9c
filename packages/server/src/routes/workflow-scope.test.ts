import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = `id: greet
inputs: { who: { type: string, description: Whom } }
nodes:
  hello: { type: echo, next: bye }
  aside: { type: echo, next: bye }
  bye: { type: echo, with: { value: '{{ inputs.who }}' } }
`

type Answered = { readonly names: readonly { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }[] }

function schemasOf(answer: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries((answer as Answered).names.map(({ name, schema }) => [name, schema]))
}

describe('what is in scope', () => {
  test('at a node of a text, with the schema of each name', async () => {
    const { ask } = await testServer()
    const answer = await ask('/api/v1/workflows/scope', { method: 'POST', body: JSON.stringify({ source, node: 'bye' }) })
    expect(answer.status).toBe(200)
    expect(schemasOf(await answer.json())).toMatchObject({
      inputs: { properties: { who: { type: 'string', description: 'Whom' } }, additionalProperties: false },
      nodes: { properties: { hello: { description: 'echo', mayNotHaveRun: true }, aside: {} } },
      now: { type: 'string' },
    })
  })

  test('of a text with mistakes is what can be read of it', async () => {
    const { ask } = await testServer()
    const broken = source.replace('type: echo, next: bye', 'type: ecko, nxt: bye')
    const answer = await ask('/api/v1/workflows/scope', { method: 'POST', body: JSON.stringify({ source: broken, node: 'bye' }) })
    expect(schemasOf(await answer.json())).toMatchObject({ nodes: { properties: { aside: {} } } })
  })

  test('at a node of a published version', async () => {
    const { ask } = await testServer([source, source.replace('aside:', 'second:')])
    const newest = schemasOf(await (await ask('/api/v1/workflows/greet/scope?node=bye')).json())
    expect(newest).toMatchObject({ nodes: { properties: { second: {} } } })
    const first = schemasOf(await (await ask('/api/v1/workflows/greet/scope?node=bye&version=1')).json())
    expect(first).toMatchObject({ nodes: { properties: { aside: {} } } })
  })

  test.each([
    ['/api/v1/workflows/greet/scope?node=by', 404, 'NODE_NOT_FOUND'],
    ['/api/v1/workflows/greet/scope?node=bye&version=7', 404, 'WORKFLOW_UNKNOWN'],
    ['/api/v1/workflows/nothing/scope?node=bye', 404, 'WORKFLOW_UNKNOWN'],
    ['/api/v1/workflows/greet/scope', 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (path, status, code) => {
    const { ask } = await testServer([source])
    const answer = await ask(path)
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }])
  })

  test('tells of an unknown node which is near', async () => {
    const { ask } = await testServer([source])
    expect(await (await ask('/api/v1/workflows/greet/scope?node=by')).json()).toMatchObject({ detail: expect.stringContaining('bye') })
  })
})
