import { expect, test } from 'vitest'
import type { WebhookRoute } from './webhook-route.ts'
import { createWebhookTable } from './webhook-table.ts'

function route(workflowId: string, path: string, changed: Partial<WebhookRoute> = {}): WebhookRoute {
  const paramNames = path.split('/').flatMap((segment) => (segment.startsWith(':') ? [segment.slice(1)] : []))
  return {
    account: 'default',
    workflowId,
    triggerId: 'hook',
    method: 'POST',
    path,
    paramNames,
    respond: 'immediately',
    status: 200,
    keepsRaw: false,
    claimedAt: 0,
    ...changed,
  }
}

function found(table: ReturnType<typeof createWebhookTable>, method: string, path: string): string {
  const match = table.match(method, path)
  return match.type === 'found' ? [match.route.workflowId, ...match.params].join(' ') : match.type
}

test('a static segment wins over a parameter, whatever came first', () => {
  const table = createWebhookTable()
  table.put('param', [route('param', '/orders/:id')])
  table.put('static', [route('static', '/orders/new')])
  table.put('deep', [route('deep', '/orders/new/:part')])
  table.put('other', [route('other', '/orders/:id/done')])
  expect(found(table, 'POST', '/orders/new')).toBe('static')
  expect(found(table, 'POST', '/orders/7')).toBe('param 7')
  expect(found(table, 'POST', '/orders/new/done')).toBe('deep done')
  expect(found(table, 'POST', '/orders/7/done')).toBe('other 7')
})

test('goes back to a parameter where the static way ends', () => {
  const table = createWebhookTable()
  table.put('a', [route('a', '/x/y/z')])
  table.put('b', [route('b', '/x/:one/:two')])
  expect(found(table, 'POST', '/x/y/other')).toBe('b y other')
  expect(found(table, 'POST', '/x/y')).toBe('none')
})

test('a method that only the parameter takes goes there', () => {
  const table = createWebhookTable()
  table.put('a', [route('a', '/orders/new', { method: 'GET' })])
  table.put('b', [route('b', '/orders/:id')])
  expect(found(table, 'POST', '/orders/new')).toBe('b new')
  expect(table.match('PUT', '/orders/new')).toEqual({ type: 'other-method', allowed: ['GET', 'POST'] })
})

test.each([
  '/orders/',
  '//orders',
  '/orders//7',
  '/Orders/7',
  '/orders/7/',
  '/orders/7.',
  '/orders/..',
  '/orders/.',
  '/orders/%2e%2e',
  '/orders/%2E',
  '/orders/a%2fb',
  '/orders/a%5Cb',
  '/orders/a\\b',
  '/orders/%',
  '/orders/%zz',
  '/orders/%c0%af',
  '/orders/%00',
  '/orders/a%3fb',
  '/orders/a#b',
  '/%6frders/7',
  '/orders;x/7',
  '/orders/%252e%252e%252f',
  '/../orders/7',
  '/x/../orders/7',
  '',
  '/',
])('%s reaches no route by another spelling', (path) => {
  const table = createWebhookTable()
  table.put('param', [route('param', '/orders/:id')])
  table.put('dotted', [route('dotted', '/orders/7/x')])
  const result = found(table, 'POST', path)
  // A dot or a doubly encoded text is only text: it is the parameter's value, as it was sent.
  const isOwnValue = path === '/orders/7.' ? 'param 7.' : path.includes('%25') ? 'param %2e%2e%2f' : 'none'
  expect(result).toBe(isOwnValue)
})

test('the oldest claim holds a path; the next one gets it when it is given up', () => {
  const table = createWebhookTable()
  table.put('late', [route('late', '/orders/:number', { claimedAt: 5 })])
  table.put('early', [route('early', '/orders/:id', { claimedAt: 3 })])
  expect(found(table, 'POST', '/orders/7')).toBe('early 7')
  expect(table.conflicts()).toMatchObject([{ route: { workflowId: 'late' }, holder: { workflowId: 'early' } }])
  table.put('early', [])
  expect(found(table, 'POST', '/orders/7')).toBe('late 7')
  expect(table.conflicts()).toEqual([])
})

test('a new version keeps the claim of the one before', () => {
  const table = createWebhookTable()
  table.put('a', [route('a', '/x', { claimedAt: 1 })])
  table.put('b', [route('b', '/x', { claimedAt: 2 })])
  table.put('a', [route('a', '/x', { claimedAt: 9 })])
  expect(found(table, 'POST', '/x')).toBe('a')
  table.put('a', [])
  table.put('a', [route('a', '/x', { claimedAt: 10 })])
  expect(found(table, 'POST', '/x')).toBe('b')
})
