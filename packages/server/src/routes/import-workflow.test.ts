import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const exported = { name: 'Greet', nodes: [], connections: {} }
const file = { id: 'greet', yaml: 'id: greet\nnodes:\n  hello: { type: echo }\n', notes: [] }

async function sending(body: string) {
  const { ask } = await testServer([], {
    readN8n: async (json) => ('nodes' in Object(json) ? file : 'It has no nodes: export it with Download.'),
  })
  const answer = await ask('/api/v1/import/n8n', { method: 'POST', body })
  return [answer.status, await answer.json()]
}

test('an export is answered as a workflow file, and nothing is kept', async () => {
  expect(await sending(JSON.stringify(exported))).toEqual([200, file])
})

test('what is no export is refused with the reason', async () => {
  expect(await sending('{"a":1}')).toMatchObject([422, { code: 'IMPORT_UNREADABLE', detail: 'It has no nodes: export it with Download.' }])
  expect(await sending('[]')).toMatchObject([400, { code: 'REQUEST_INVALID' }])
  expect(await sending('{')).toMatchObject([400, { code: 'BODY_NOT_JSON' }])
})
