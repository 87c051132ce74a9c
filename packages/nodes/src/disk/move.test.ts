import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskMove } from './move.ts'

test('moves to another name, in the same folder unless another is named', async () => {
  const disk = createMemoryDisk()
  await disk.write('inbox', 'a.csv', new TextEncoder().encode('a'), { replaces: false })
  const host = createMemoryHost(Date.now, { disk })
  const move = (params: object) => testNode(diskMove, { with: { folder: 'inbox', ...params }, host })
  expect(await move({ name: 'a.csv', to: 'done/a.csv' })).toMatchObject({ output: { folder: 'inbox', name: 'done/a.csv' } })
  expect([...disk.texts.keys()]).toEqual(['done/a.csv'])
  expect(await move({ name: 'done/a.csv', to: 'b.csv', toFolder: 'outbox' })).toMatchObject({ output: { folder: 'outbox' } })
})
