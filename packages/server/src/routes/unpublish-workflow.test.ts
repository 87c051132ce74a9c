import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'
import { webhookWorkflow } from '../testing/workflows.ts'

const orders = webhookWorkflow({ id: 'orders', path: '/orders' })
const json = (body: unknown): RequestInit => ({ method: 'PATCH', body: JSON.stringify(body) })

async function opened(fileOf?: (id: string) => string | undefined) {
  const { ask, publish, store } = await testServer([orders], fileOf && { fileOf })
  const call = async () => (await ask('/webhook/orders', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status
  const read = async (path: string, init?: RequestInit) => {
    const answer = await ask(`/api/v1/${path}`, init)
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  return { call, publish, read, store }
}

test('an unpublished workflow starts no more, keeps its history and versions, and comes back as the next version', async () => {
  const { call, publish, read } = await opened()
  expect(await call()).toBe(200)
  expect(await read('workflows/orders', { method: 'DELETE' })).toEqual({ status: 200, body: { id: 'orders', version: 1 } })
  expect(await call()).toBe(404)
  expect(await read('workflows/orders/run', { method: 'POST', body: '{}' })).toMatchObject({ status: 404 })
  expect((await read('workflows')).body.items).toEqual([])
  expect(await read('workflows/orders')).toMatchObject({ status: 404, body: { code: 'WORKFLOW_UNKNOWN' } })
  expect(await read('workflows/orders', { method: 'DELETE' })).toMatchObject({ status: 404 })
  expect(await read('workflows/orders?version=1')).toMatchObject({ status: 200, body: { source: orders } })
  expect((await read('workflows/orders/versions')).body.items).toHaveLength(1)
  expect((await read('executions?workflow=orders')).body.items).toMatchObject([{ status: 'success' }])
  await publish(orders)
  expect(await call()).toBe(200)
  expect(await read('workflows/orders')).toMatchObject({ body: { version: 2 } })
})

test('its address may be had by another workflow', async () => {
  const { publish, read, call } = await opened()
  await read('workflows/orders', { method: 'DELETE' })
  await publish(webhookWorkflow({ id: 'others', path: '/orders' }))
  expect(await call()).toBe(200)
})

test('another name is a new version, with everything else as it was', async () => {
  const { read } = await opened()
  expect(await read('workflows/orders', json({ name: 'Orders: "all"' }))).toMatchObject({
    status: 200,
    body: { version: 2, name: 'Orders: "all"' },
  })
  const { source } = (await read('workflows/orders')).body
  expect(source.replace(/^name: .*\n/m, '')).toBe(orders)
  expect(await read('workflows/none', json({ name: 'x' }))).toMatchObject({ status: 404 })
  expect(await read('workflows/orders', json({ name: '' }))).toMatchObject({ status: 400 })
})

test('one that is loaded from a file says so, and stays', async () => {
  const { read, call } = await opened((id) => (id === 'orders' ? 'flows/orders.yaml' : undefined))
  for (const init of [{ method: 'DELETE' }, json({ name: 'x' })]) {
    expect(await read('workflows/orders', init)).toMatchObject({
      status: 409,
      body: { code: 'WORKFLOW_IN_FILE', file: 'flows/orders.yaml' },
    })
  }
  expect(await call()).toBe(200)
})
