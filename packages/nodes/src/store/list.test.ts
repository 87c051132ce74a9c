import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeList } from './list.ts'

test('pages through the keys in order, leaving out what has expired', async () => {
  const now = 1000
  const host = createMemoryHost(() => now)
  for (const key of ['b/2', 'b/1', 'a', 'b/3']) await host.values.set('workflow', key, key)
  await host.values.set('workflow', 'b/0', 'old', { ttlMs: 0 })
  const page = (cursor?: string) => testNode(storeList, { with: { prefix: 'b/', limit: 2, ...(cursor && { cursor }) }, host, now })
  expect(await page()).toMatchObject({ output: { items: [{ key: 'b/1' }, { key: 'b/2' }], nextCursor: 'b/2' } })
  expect(await page('b/2')).toEqual({ type: 'done', output: { items: [{ key: 'b/3', value: 'b/3' }] } })
})
