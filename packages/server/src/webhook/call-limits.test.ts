import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const source = (params: object, more = '') =>
  `id: w\ntriggers: { hook: { type: webhook, with: ${JSON.stringify({ path: '/w', respond: 'last-node', ...params })} } }\n${more}nodes: { a: { type: echo } }`

async function called(sources: readonly string[], headers: readonly object[]) {
  const { ask, store } = await testServer(sources, { clock: { now: () => 1_000_000 } })
  const answers = []
  for (const one of headers) answers.push(await ask('/webhook/w', { method: 'POST', headers: { ...one } }))
  const { items } = await store.executions.list('default', {}, { limit: 20 })
  return { statuses: answers.map(({ status }) => status), last: answers.at(-1), started: items.length }
}

const six = Array.from({ length: 6 }, () => ({}))

test('NDL-037: with five requests per minute the sixth gets 429 and starts nothing', async () => {
  for (const limited of [source({ rateLimit: { limit: 5, per: '1m' } }), source({}, 'settings: { rateLimit: { limit: 5, per: 1m } }\n')]) {
    const { statuses, last, started } = await called([limited], six)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(started).toBe(5)
  }
})

test('strangers do not use up the room of those who may call', async () => {
  const guarded = source({ rateLimit: { limit: 1, per: '1m' }, auth: { type: 'bearer', secret: 'KEY' } })
  const right = { authorization: 'Bearer a-key' }
  const { statuses } = await called([guarded], [{}, {}, {}, right, right])
  expect(statuses).toEqual([401, 401, 401, 200, 429])
})

test('a trigger that is switched off is said to be so, to whoever knows its path', async () => {
  const { ask } = await testServer([source({ path: '/a/:id' }).replace('type: webhook', 'type: webhook, disabled: true')])
  const off = await ask('/webhook/a/7', { method: 'POST' })
  expect([off.status, await off.json()]).toEqual([404, expect.objectContaining({ code: 'WEBHOOK_DISABLED' })])
  expect(await (await ask('/webhook/a', { method: 'POST' })).json()).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' })
})
