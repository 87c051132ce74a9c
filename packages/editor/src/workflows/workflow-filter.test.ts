import { expect, test } from 'vitest'
import type { ListedWorkflow } from './listed-workflow.ts'
import { fits, noFilter, readFilter, tagsOf, writeFilter } from './workflow-filter.ts'

function run(status: 'success' | 'timed_out') {
  return { executionId: status, status, startedAt: '2026-06-15T12:00:00.000Z', durationMs: 3 }
}

const orders: ListedWorkflow = {
  id: 'process_order',
  name: 'Orders of the shop',
  description: 'Takes an order.',
  tags: ['shop'],
  version: 3,
  triggers: [{ id: 'placed', type: 'webhook', url: 'http://localhost:8577/webhook/placed' }],
  status: 'published',
  hasDraft: false,
  lastRuns: [run('success'), run('timed_out')],
}
const draft: ListedWorkflow = { id: 'a', triggers: [], status: 'draft', hasDraft: true, lastRuns: [] }
const all = noFilter

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
  expect(fits({ ...orders, lastRuns: [run('success')] }, { ...all, state: 'failing' })).toBe(false)
  expect(fits(orders, { ...all, state: 'drafts' })).toBe(false)
  expect(fits({ ...orders, hasDraft: true }, { ...all, state: 'drafts' })).toBe(true)
  expect(fits(draft, { ...all, state: 'drafts' })).toBe(true)
  expect(fits(draft, { ...all, state: 'published' })).toBe(false)
  expect(fits(draft, { ...all, state: 'mistakes' })).toBe(false)
  expect(fits({ ...draft, mistakes: 2 }, { ...all, state: 'mistakes' })).toBe(true)
})

test('a filter survives its address, and what an address does not know is left out', () => {
  const filter = { search: 'a b', tag: 'shop', state: 'failing', order: 'run' } as const
  expect(readFilter(writeFilter(filter))).toEqual(filter)
  expect(writeFilter(all).toString()).toBe('')
  expect(readFilter(new URLSearchParams('show=nonsense')).state).toBe('all')
})

test('tags are listed once, sorted', () => {
  expect(
    tagsOf([
      { ...draft, tags: ['x', 'b'] },
      { ...draft, tags: ['b'] },
    ]),
  ).toEqual(['b', 'x'])
})

test('a version that no longer validates is among those with mistakes', () => {
  expect(fits({ ...orders, problems: [] }, { ...all, state: 'mistakes' })).toBe(true)
  expect(fits(orders, { ...all, state: 'mistakes' })).toBe(false)
})
