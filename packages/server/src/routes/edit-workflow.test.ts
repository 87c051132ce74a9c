import { describe, expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = `id: greet # the id\nnodes:\n  hello: { type: 'echo' }  # says it\n`

async function editing(body: unknown) {
  const { ask } = await testServer()
  const answer = await ask('/api/v1/workflows/edit', { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> }
}

describe('a change of a workflow file', () => {
  test('leaves the rest of the text as it is, and can be undone', async () => {
    const change = { type: 'set', path: ['nodes', 'hello', 'with'], value: { value: 1 } }
    const { status, answer } = await editing({ source, change })
    const changed = `id: greet # the id\nnodes:\n  hello: { type: 'echo', with: { value: 1 } }  # says it\n`
    expect([status, answer]).toMatchObject([200, { source: changed, problems: [] }])
    expect((await editing({ source: changed, change: answer.inverse })).answer).toMatchObject({ source })
  })

  test('may make the workflow wrong: its problems are told', async () => {
    const changes = [
      { type: 'rename', path: ['nodes', 'hello'], to: 'hallo' },
      { type: 'set', path: ['nodes', 'hallo', 'type'], value: 'ecko' },
    ]
    const { status, answer } = await editing({ source, change: { type: 'all', changes } })
    expect([status, answer]).toMatchObject([200, { problems: [{ code: 'UNKNOWN_NODE_TYPE', suggestion: 'echo' }] }])
  })

  test('that cannot be made is refused with the reason and the place', async () => {
    const { status, answer } = await editing({ source, change: { type: 'delete', path: ['nodes', 'bye'] } })
    expect([status, answer]).toMatchObject([422, { code: 'CHANGE_REFUSED', problems: [{ code: 'PATH_NOT_FOUND', position: { line: 3 } }] }])
  })

  test('of a text that is no YAML is refused with its first mistake', async () => {
    const { status, answer } = await editing({ source: 'a: [', change: { type: 'delete', path: ['a'] } })
    expect([status, answer.code]).toEqual([422, 'CHANGE_REFUSED'])
  })

  test.each([
    ['no change', { source }],
    ['an unknown change', { source, change: { type: 'swap', path: [] } }],
    ['a set without a value', { source, change: { type: 'set', path: ['id'] } }],
    ['a path deeper than any file', { source, change: { type: 'set', path: Array(100_000).fill('a'), value: 1 } }],
    ['a negative index', { source, change: { type: 'delete', path: [-1] } }],
    [
      'more changes than can be made in time',
      { source: '#'.repeat(900_000), change: { type: 'all', changes: Array(5).fill({ type: 'delete', path: ['a'] }) } },
    ],
  ])('with %s is refused', async (_, body) => {
    const { status, answer } = await editing(body)
    expect([status, answer.code]).toEqual([400, 'REQUEST_INVALID'])
  })
})
