import { expect, test } from 'vitest'
import { forEach } from './for-each.ts'

const placesOf = (params: Parameters<typeof forEach.checkParams>[0]) => forEach.checkParams(params).map(({ path }) => path.join('.'))

test('takes a list, written out or computed', () => {
  expect(placesOf({ items: [1, { a: 2 }, null] })).toEqual([])
  expect(placesOf({ items: '{{ trigger.body.lines }}', concurrency: '{{ vars.many }}', batch: 10, onItemError: 'collect' })).toEqual([])
})

test('items are required and must be a list', () => {
  expect(placesOf({})).toEqual(['items'])
  expect(placesOf({ items: 'abc' })).toEqual(['items'])
  expect(placesOf({ items: '{{ a }}, {{ b }}' })).toEqual(['items'])
})

test('concurrency goes from 1 to 1000, a batch from 1', () => {
  expect(placesOf({ items: [], concurrency: 1000, batch: 1 })).toEqual([])
  expect(placesOf({ items: [], concurrency: 0, batch: 0 })).toEqual(['concurrency', 'batch'])
  expect(placesOf({ items: [], concurrency: 1001, batch: 1.5 })).toEqual(['concurrency', 'batch'])
})
