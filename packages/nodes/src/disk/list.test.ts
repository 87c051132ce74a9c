import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskList } from './list.ts'

async function listed(params: object): Promise<readonly string[]> {
  let at = 1000
  const disk = createMemoryDisk(() => at++)
  for (const name of ['b.csv', 'a.csv', 'note.txt', 'new.csv']) await disk.write('inbox', name, new Uint8Array(2), { replaces: false })
  const result = await testNode(diskList, { with: { folder: 'inbox', ...params }, host: createMemoryHost(Date.now, { disk }), now: 1005 })
  if (result.type !== 'done') throw new Error('It is done.')
  return (result.output as readonly { name: string }[]).map(({ name }) => name)
}

test('by name, the newest or the oldest first, and so many at most', async () => {
  expect(await listed({})).toEqual(['a.csv', 'b.csv', 'new.csv', 'note.txt'])
  expect(await listed({ pattern: '*.csv', order: 'newest' })).toEqual(['new.csv', 'a.csv', 'b.csv'])
  expect(await listed({ pattern: '*.csv', order: 'oldest', limit: 2 })).toEqual(['b.csv', 'a.csv'])
})

test('what has just changed is left out', async () => {
  expect(await listed({ settledMs: 4, order: 'oldest' })).toEqual(['b.csv', 'a.csv'])
})
