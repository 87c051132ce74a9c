import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

test('accounts take turns, and within one the first comes first', () => {
  const queue = createFairQueue<number>()
  for (const [account, item] of [
    ['a', 1],
    ['a', 2],
    ['a', 3],
    ['b', 4],
    ['c', 5],
  ] as const)
    queue.push(account, item)
  const order: unknown[] = []
  for (let [account] = queue.accounts(); account !== undefined; [account] = queue.accounts()) order.push(queue.take(account))
  expect(order).toEqual([1, 4, 5, 2, 3])
})

test('who was removed is not served, and an account without items does not wait', () => {
  const queue = createFairQueue<number>()
  queue.push('a', 1)
  expect(queue.remove('a', 1)).toBe(true)
  expect(queue.remove('a', 1)).toBe(false)
  expect(queue.accounts()).toEqual([])
  queue.push('b', 2)
  expect(queue.takeAll()).toEqual([2])
  expect(queue.accounts()).toEqual([])
})
