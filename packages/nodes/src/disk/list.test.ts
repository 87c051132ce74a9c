import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskList } from './list.ts'

async function listed(params: object, more: readonly string[] = []): Promise<readonly string[]> {
  let at = 1000
  const disk = createMemoryDisk(() => at++)
  for (const name of ['b.csv', 'a.csv', 'note.txt', 'new.csv', ...more])
    await disk.write('inbox', name, new Uint8Array(2), { replaces: false })
  const result = await testNode(diskList, { with: { folder: 'inbox', ...params }, host: createMemoryHost(Date.now, { disk }), now: 1005 })
  if (result.type !== 'done') throw new Error('It is done.')
  return (result.output as readonly { name: string }[]).map(({ name }) => name)
}

test('by name, the newest or the oldest first, and so many at most', async () => {
  expect(await listed({})).toEqual(['a.csv', 'b.csv', 'new.csv', 'note.txt'])
  expect(await listed({ pattern: '*.csv', order: 'newest' })).toEqual(['new.csv', 'a.csv', 'b.csv'])
  expect(await listed({ pattern: '*.csv', order: 'oldest', limit: 2 })).toEqual(['b.csv', 'a.csv'])
})

test('a file whose time lies ahead is there once it has stood still', async () => {
  const names = async (now: number) => {
    const disk = createMemoryDisk(
      () => 1000,
      () => Date.UTC(2099, 0, 1),
    )
    await disk.write('inbox', 'ahead.csv', new Uint8Array(2), { replaces: false })
    const host = createMemoryHost(Date.now, { disk })
    const result = await testNode(diskList, { with: { folder: 'inbox', settledMs: 4 }, host, now })
    return result.type === 'done' && result.output
  }
  expect(await names(1003)).toEqual([])
  expect(await names(1005)).toMatchObject([{ name: 'ahead.csv', modifiedAt: '2099-01-01T00:00:00.000Z' }])
})

test('with deep, a pattern without a folder means files in all of them', async () => {
  const more = ['in/c.csv', 'in/2027/d.csv', 'in/e.txt']
  expect(await listed({ pattern: '*.csv', deep: true }, more)).toEqual(['a.csv', 'b.csv', 'in/2027/d.csv', 'in/c.csv', 'new.csv'])
  expect(await listed({ deep: true }, more)).toHaveLength(7)
  expect(await listed({ pattern: 'in/*.csv', deep: true }, more)).toEqual(['in/c.csv'])
  expect(await listed({ pattern: '*.csv' }, more)).toEqual(['a.csv', 'b.csv', 'new.csv'])
})

test('what has just changed is left out, or marked', async () => {
  expect(await listed({ settledMs: 4, order: 'oldest' })).toEqual(['b.csv', 'a.csv'])
  const disk = createMemoryDisk(() => 1000)
  await disk.write('inbox', 'a.csv', new Uint8Array(2), { replaces: false })
  const host = createMemoryHost(Date.now, { disk })
  const list = (now: number) => testNode(diskList, { with: { folder: 'inbox', settledMs: 4, unsettled: 'marked' }, host, now })
  expect(await list(1003)).toMatchObject({ output: [{ name: 'a.csv', isSettled: false }] })
  expect(await list(1004)).toMatchObject({ output: [expect.not.objectContaining({ isSettled: false })] })
})
