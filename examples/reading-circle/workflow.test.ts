import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { runMillrace } from '../../e2e/support/run-millrace.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Listed {
  readonly items: readonly { readonly email: string }[]
}

test('readers who join at the same moment are all in the circle, until they leave', async () => {
  const { url, get } = await startMillrace({ workflows: 'examples/reading-circle', dataDirectory: temporaryDirectory() })
  for (const [name, ...columns] of [
    ['reader', 'email:string:required:unique'],
    ['circle', 'name:string:required:unique', 'readers:relation:table=reader'],
  ] as const) {
    const made = await runMillrace(['table', 'create', name, ...columns, '--server', url])
    expect(made.code, made.err).toBe(0)
  }
  const change = async (method: 'POST' | 'DELETE', name: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email: `${name}@example.com` })
    const answer = await fetch(`${url}/webhook/circles/poems/readers`, { method, headers, body })
    return (await answer.json()) as { readonly readers: readonly string[] }
  }
  await Promise.all(['ada', 'bob', 'cleo', 'dan'].map((name) => change('POST', name)))
  expect(await change('POST', 'ada')).toEqual({
    circle: 'poems',
    readers: ['ada', 'bob', 'cleo', 'dan'].map((name) => `${name}@example.com`),
  })
  expect((await change('DELETE', 'bob')).readers).toEqual(['ada@example.com', 'cleo@example.com', 'dan@example.com'])
  await change('POST', 'bob')
  const welcomed = await eventually('all of them are welcomed', async () => {
    const { items } = await get<Listed>('/tables/welcome/records?sort=email')
    return items.length < 5 ? undefined : items.map(({ email }) => email)
  })
  expect(welcomed).toEqual(['ada', 'bob', 'bob', 'cleo', 'dan'].map((name) => `${name}@example.com`))
})
