import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const greet = 'id: greet\nnodes:\n  hello: { type: echo }\n'

test('all executions that fit are exported, with a header, newest first', async () => {
  const { ask } = await testServer([greet])
  for (const name of ['a', 'b'])
    await ask('/api/v1/workflows/greet/run?wait=true', { method: 'POST', body: JSON.stringify({ data: { name } }) })
  const csv = await ask('/api/v1/executions/export?workflow=greet')
  expect(csv.headers.get('content-disposition')).toContain('executions.csv')
  const [head, ...lines] = (await csv.text()).trim().split('\r\n')
  expect(head).toMatch(/^id,workflowId,workflowVersion,status,/)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain(',greet,1,success,')
  const json = await ask('/api/v1/executions/export?format=json&status=failed')
  expect(await json.json()).toEqual([])
})

test('more than a page is exported whole', async () => {
  const { ask } = await testServer([greet])
  await Promise.all(Array.from({ length: 230 }, () => ask('/api/v1/workflows/greet/run?wait=true', { method: 'POST', body: '{}' })))
  const text = await (await ask('/api/v1/executions/export?format=ndjson')).text()
  const ids = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id)
  expect(new Set(ids).size).toBe(230)
})

test('a filter that cannot be is refused before the answer begins', async () => {
  const { ask } = await testServer([greet])
  expect((await ask('/api/v1/executions/export?status=wrong')).status).toBe(400)
})
