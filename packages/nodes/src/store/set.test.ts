import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeGet } from './get.ts'
import { storeSet } from './set.ts'

test('a value with a time to live is gone after it', async () => {
  let now = 1_000_000
  const host = createMemoryHost(() => now)
  const read = () => testNode(storeGet, { with: { key: 'k', default: 'gone' }, host, now })
  await testNode(storeSet, { with: { key: 'k', value: 'here', ttl: '1s' }, host, now })
  now += 999
  expect(await read()).toMatchObject({ output: 'here' })
  now += 1
  expect(await read()).toMatchObject({ output: 'gone' })
})

test('a time to live that is no duration is a mistake', () => {
  expect(storeSet.checkParams({ key: 'k', value: 1, ttl: 'soon' })).toEqual([
    { path: ['ttl'], message: expect.stringContaining('is not a duration') },
  ])
})
