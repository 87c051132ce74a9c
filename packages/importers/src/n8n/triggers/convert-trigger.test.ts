import { expect, test } from 'vitest'
import type { N8nNode } from '../n8n-workflow.ts'
import { convertTrigger } from './convert-trigger.ts'

function webhookOf(authentication: string | undefined, credentials: N8nNode['credentials'] = []) {
  const parameters = { path: 'orders', ...(authentication !== undefined && { authentication }) }
  const node = { name: 'Shop calls', type: 'webhook', version: 2, parameters, credentials } as unknown as N8nNode // No more is read.
  const notes: string[] = []
  const converted = convertTrigger(node, { timezone: undefined, note: (...note) => notes.push(note.join(' | ')) })
  return { auth: converted[0]?.with.auth, notes }
}

test('a webhook that anybody could call says so', () => {
  for (const way of [undefined, 'none']) expect(webhookOf(way)).toEqual({ auth: 'none', notes: [] })
})

test.each([
  ['basicAuth', { type: 'basic', user: 'user', secret: 'SHOP_KEY' }],
  ['headerAuth', { type: 'header', name: 'X-Api-Key', secret: 'SHOP_KEY' }],
  ['jwtAuth', { type: 'jwt', secret: 'SHOP_KEY' }],
  ['someAuth', { type: 'bearer', secret: 'SHOP_KEY' }],
])('a webhook with %s lets nobody in until the secret is set, which is the hand work left', (way, auth) => {
  const { auth: made, notes } = webhookOf(way, [{ type: 'x', name: 'Shop key' }])
  expect(made).toEqual(auth)
  expect(notes).toEqual([expect.stringContaining('millrace secret set SHOP_KEY')])
})

test('without the name of a credential the secret is named after the webhook', () => {
  expect(webhookOf('jwtAuth').auth).toEqual({ type: 'jwt', secret: 'SHOP_CALLS_KEY' })
})
