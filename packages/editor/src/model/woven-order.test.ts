import { expect, test } from 'vitest'
import { wovenOrder } from './woven-order.ts'

test('what is gone has its place behind what it came after', () => {
  expect(wovenOrder(['a', 'b', 'c'], ['a', 'c'])).toEqual(['a', 'b', 'c'])
  expect(wovenOrder(['a', 'b', 'c', 'd'], ['d', 'a'])).toEqual(['d', 'a', 'b', 'c'])
  expect(wovenOrder(['a', 'b'], ['x', 'b'])).toEqual(['a', 'x', 'b'])
  expect(wovenOrder([], ['b', 'a'])).toEqual(['b', 'a'])
})
