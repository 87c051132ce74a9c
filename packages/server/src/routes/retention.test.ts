import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = 'id: orders\nsettings: { retention: { success: { count: 5 } } }\nnodes: { a: { type: echo, with: { value: 1 } } }'

async function open() {
  const opened = await testServer([source])
  const json = async (path: string, method = 'GET', body?: object) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await opened.ask(`/api/v1${path}`, init)
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const run = async () => {
    const started = await opened.driver.start({
      account: 'default',
      workflowId: 'orders',
      trigger: { id: 'manual', type: 'manual', data: {} },
    })
    await started.finished
    return started.executionId
  }
  return { ...opened, json, run }
}

test('shows each setting with its origin, for all and for one workflow, and how much there is', async () => {
  const { json } = await open()
  const all = await json('/retention')
  expect(all.body.settings).toContainEqual({ name: 'success.age', value: '30d', origin: 'default', about: expect.any(String) })
  expect(all.body.size).toEqual({ bytes: 0, freeBytes: 0, fileBytes: 0 })
  const one = await json('/retention?workflow=orders')
  expect(one.body.settings).toContainEqual(expect.objectContaining({ name: 'success.count', value: '5', origin: 'file' }))
  expect((await json('/retention?workflow=nobody')).status).toBe(404)
})

test('a change holds at once, and one that cannot be is refused', async () => {
  const { json, run, store } = await open()
  for (let count = 0; count < 7; count++) await run()
  expect((await json('/retention/run', 'POST', { dryRun: true })).body).toMatchObject({ success: 2, failure: 0 })
  const changed = await json('/retention', 'PATCH', { workflow: 'orders', settings: { 'success.count': '3' } })
  expect(changed.body.settings).toContainEqual(expect.objectContaining({ name: 'success.count', value: '3', origin: 'workflow-switch' }))
  expect((await json('/retention/run', 'POST')).body).toMatchObject({ success: 4, failure: 0, kept: 0 })
  expect((await store.executions.list('default', {}, { limit: 9 })).items).toHaveLength(3)
  expect((await json('/retention')).body.last).toMatchObject({ success: 4 })
  expect(await json('/retention', 'PATCH', { settings: { 'success.count': 'few' } })).toMatchObject({
    status: 422,
    body: { code: 'SETTING_INVALID' },
  })
})

test('deletes one execution that has ended, or several, and says which stay', async () => {
  const { json, run, publish, driver } = await open()
  await publish('id: waits\nnodes: { w: { type: listen, with: { name: go } } }')
  const waiting = await driver.start({ account: 'default', workflowId: 'waits', trigger: { id: 'manual', type: 'manual', data: {} } })
  const [first, ...others] = [await run(), await run(), await run()]
  expect((await json(`/executions/${first}`, 'DELETE')).status).toBe(204)
  expect(await json(`/executions/${first}`, 'DELETE')).toMatchObject({ status: 404, body: { code: 'EXECUTION_NOT_FOUND' } })
  expect(await json(`/executions/${waiting.executionId}`, 'DELETE')).toMatchObject({ status: 409, body: { code: 'EXECUTION_NEEDED' } })
  const [second] = others
  expect((await json('/executions/delete', 'POST', { ids: [second, waiting.executionId] })).body).toEqual({
    deleted: 1,
    kept: [waiting.executionId],
  })
  expect((await json('/executions/delete', 'POST', { filter: { status: ['success'] } })).body).toEqual({ deleted: 1, kept: [] })
  expect((await json('/executions/delete', 'POST', { filter: { status: ['running'] } })).status).toBe(400)
  expect((await json('/executions/delete', 'POST', {})).status).toBe(400)
})
