import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskDelete } from './delete.ts'

test('says whether there was one', async () => {
  const disk = createMemoryDisk()
  await disk.write('inbox', 'a.csv', new Uint8Array(1), { replaces: false })
  const host = createMemoryHost(Date.now, { disk })
  const remove = () => testNode(diskDelete, { with: { folder: 'inbox', name: 'a.csv' }, host })
  expect(await remove()).toMatchObject({ output: { deleted: true } })
  expect(await remove()).toMatchObject({ output: { deleted: false } })
})
