import { expect, test } from 'vitest'
import type { ListedWorkflow } from './listed-workflow.ts'
import { fits, readFilter, tagsOf, writeFilter } from './workflow-filter.ts'

const orders: ListedWorkflow = {
  id: 'process_order',
  name: 'Orders of the shop',
  description: 'Takes an order.',
  tags: ['shop'],
  version: 3,
  triggers: [{ id: 'placed', type: 'webhook', url: 'http://localhost:8577/webhook/placed' }],
  lastRuns: [{ status: 'success' }, { status: 'timed_out' }],
}
const all = { search: '', tag: '', state: 'all' } as const

test.each(['', 'orders', 'ORDER shop', 'process_', 'takes', 'webhook', '/webhook/placed'])('%j finds it', (search) => {
  expect(fits(orders, { ...all, search })).toBe(true)
})

test.each(['orderz', 'order nightly'])('%j does not', (search) => {
  expect(fits(orders, { ...all, search })).toBe(false)
})

test('tags and states narrow the list', () => {
  expect(fits(orders, { ...all, tag: 'shop' })).toBe(true)
  expect(fits(orders, { ...all, tag: 'mail' })).toBe(false)
  expect(fits(orders, { ...all, state: 'failing' })).toBe(true)
  expect(fits({ ...orders, lastRuns: [{ status: 'success' }] }, { ...all, state: 'failing' })).toBe(false)
  expect(fits(orders, { ...all, state: 'drafts' })).toBe(false)
  expect(fits({ ...orders, hasDraft: true }, { ...all, state: 'drafts' })).toBe(true)
  expect(fits({ id: 'a', triggers: [] }, { ...all, state: 'drafts' })).toBe(true)
  expect(fits({ id: 'a', triggers: [] }, { ...all, state: 'published' })).toBe(false)
})

test('a filter survives its address, and what an address does not know is left out', () => {
  const filter = { search: 'a b', tag: 'shop', state: 'failing' } as const
  expect(readFilter(writeFilter(filter))).toEqual(filter)
  expect(writeFilter(all).toString()).toBe('')
  expect(readFilter(new URLSearchParams('show=nonsense')).state).toBe('all')
})

test('tags are listed once, sorted', () => {
  expect(
    tagsOf([
      { id: 'a', triggers: [], tags: ['x', 'b'] },
      { id: 'b', triggers: [], tags: ['b'] },
    ]),
  ).toEqual(['b', 'x'])
})
