import { expect, test } from 'vitest'
import { createKeyedCache } from './keyed-cache.ts'

test('it is loaded once, however many ask', async () => {
  const cache = createKeyedCache<string[]>()
  let loads = 0
  const load = async () => [`loaded ${++loads}`]
  await Promise.all([cache.ensure('a', load), cache.ensure('a', load)])
  await cache.ensure('a', load)
  expect(cache.get('a')).toEqual(['loaded 1'])
})

test('what changes while it is loaded is not lost', async () => {
  const cache = createKeyedCache<string[]>()
  const read = Promise.withResolvers<string[]>()
  const coming = cache.ensure('a', () => read.promise)
  cache.whenLoaded('a', (value) => value.push('changed'))
  cache.whenLoaded('b', (value) => value.push('nobody asks'))
  read.resolve(['read'])
  await coming
  expect(cache.get('a')).toEqual(['read', 'changed'])
  expect(cache.get('b')).toBeUndefined()
})

test('one that cannot be loaded is tried again by the next who asks', async () => {
  const cache = createKeyedCache<string>()
  await expect(cache.ensure('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await cache.ensure('a', async () => 'there')
  expect(cache.get('a')).toBe('there')
})
