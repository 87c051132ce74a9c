import { expect, test } from 'vitest'
import type { ListedWorkflow } from './listed-workflow.ts'
import { inOrder, type Order } from './workflow-order.ts'

function workflow(id: string, publishedAt?: string, startedAt?: string): ListedWorkflow {
  const lastRuns = startedAt === undefined ? [] : [{ executionId: id, status: 'success' as const, startedAt, durationMs: 1 }]
  return { id, triggers: [], status: 'published', hasDraft: false, lastRuns, ...(publishedAt !== undefined && { publishedAt }) }
}

const all = [workflow('c', '2026-01-01', '2026-06-03'), workflow('b'), { ...workflow('a', '2026-01-02', '2026-06-01'), name: 'Zoo' }]

test.each<[Order, string]>([
  ['name', 'b c a'],
  ['run', 'c a b'],
  ['published', 'a c b'],
])('by %s', (order, ids) => {
  expect(
    inOrder(all, order)
      .map(({ id }) => id)
      .join(' '),
  ).toBe(ids)
})

test('what runs at this moment comes first', () => {
  const [first] = inOrder([...all, { ...workflow('d'), unfinished: { waiting: 1 } }], 'run')
  expect(first?.id).toBe('d')
})
