import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeAppend } from './append.ts'

test('begins a list, extends it, and keeps the newest', async () => {
  const host = createMemoryHost(Date.now)
  for (const item of [1, [2], { three: 3 }]) await testNode(storeAppend, { with: { key: 'l', item, keep: 2 }, host })
  expect(await host.values.get('workflow', 'l')).toEqual([[2], { three: 3 }])
})

test('refuses what is not a list, and leaves it', async () => {
  const host = createMemoryHost(Date.now)
  await host.values.set('workflow', 'l', 'text')
  await expect(testNode(storeAppend, { with: { key: 'l', item: 1 }, host })).rejects.toMatchObject({ code: 'VALUE_UNFIT' })
  expect(await host.values.get('workflow', 'l')).toBe('text')
})
