import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

test('templates are listed with their name, their triggers and their file', async () => {
  const source = 'id: greet\nname: Greet\ntriggers:\n  by_hand: { type: manual }\nnodes:\n  hello: { type: echo }\n'
  const { ask } = await testServer([], { templates: [{ id: 'greet', summary: 'Says hello.', tags: ['begin'], source }] })
  const answer = await (await ask('/api/v1/templates')).json()
  expect(answer).toEqual({ items: [{ id: 'greet', name: 'Greet', summary: 'Says hello.', tags: ['begin'], triggers: ['manual'], source }] })
})

test('a server without templates lists none', async () => {
  const { ask } = await testServer()
  expect(await (await ask('/api/v1/templates')).json()).toEqual({ items: [] })
})
