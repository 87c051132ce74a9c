import { expect, test } from 'vitest'
import { webhook } from './webhook.ts'

test.each(['/', '/orders', '/github/push', '/orders/:id/notes/:note_id', '/v1.2/a-b_c~d'])('%s is a path', (path) => {
  expect(webhook.checkParams({ path })).toEqual([])
})

test.each([
  '',
  'orders',
  '//x',
  '/orders/',
  '/a/../b',
  '/.',
  '/a b',
  '/a?b=c',
  '/a%2fb',
  '/:',
  '/:1',
  '/:id/:id',
  '/ö',
  `/${'a'.repeat(500)}`,
])('%j is not', (path) => {
  expect(webhook.checkParams({ path })).toMatchObject([{ path: ['path'] }])
})

test('takes POST and answers at once unless told otherwise', () => {
  expect(webhook.params.parse({ path: '/x' })).toEqual({ path: '/x', method: ['POST'], respond: 'immediately', rawBody: false })
})

test('takes one method or several', () => {
  expect(webhook.params.parse({ path: '/x', method: 'PUT' })).toMatchObject({ method: ['PUT'] })
  expect(webhook.params.parse({ path: '/x', method: ['GET', 'POST'] })).toMatchObject({ method: ['GET', 'POST'] })
  for (const method of ['FETCH', [], ['GET', 'GET']]) expect(webhook.checkParams({ path: '/x', method })).toHaveLength(1)
})

test('a status counts only for the answer of the last node', () => {
  expect(webhook.checkParams({ path: '/x', status: 201, respond: 'last-node' })).toEqual([])
  expect(webhook.checkParams({ path: '/x', status: 201 })).toMatchObject([{ path: ['status'] }])
})

test('that anybody may call is warned of, unless the file says so', () => {
  expect(webhook.doubts?.({ path: '/x' })).toMatchObject([{ message: expect.stringContaining('auth: none') }])
  for (const auth of ['none', { type: 'bearer', secret: 'KEY' }]) expect(webhook.doubts?.({ path: '/x', auth })).toEqual([])
})

test('the user of a password holds no colon, which would end it', () => {
  const checked = (user: string) => webhook.checkParams({ path: '/x', auth: { type: 'basic', user, secret: 'KEY' } })
  expect(checked('shop')).toEqual([])
  expect(checked('sh:op')).toMatchObject([{ message: expect.stringContaining('colon') }])
})

test('a secret is given by its name: one that was pasted itself is refused, and not repeated', () => {
  const checked = (secret: string) => webhook.checkParams({ path: '/x', auth: { type: 'stripe', secret } })
  for (const pasted of ['whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH', 'a'.repeat(32)]) {
    const [problem] = checked(pasted)
    expect(problem?.message).toContain('millrace secret set NAME')
    expect(problem?.message).not.toContain(pasted)
  }
  for (const name of ['stripe_webhook', 'WHSEC_LIVE', 'whsec_live', 'whsec_of_the_shop_in_hamburg_altona'])
    expect(checked(name)).toEqual([])
})

test('whose signatures it checks is in its summary, for whoever looks for the name', () => {
  for (const sender of ['Stripe', 'GitHub', 'Shopify', 'Slack']) expect(webhook.summary).toContain(sender)
})
