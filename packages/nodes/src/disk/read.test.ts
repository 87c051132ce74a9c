import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskRead } from './read.ts'

test('gives out a handle with the last part of the name', async () => {
  const disk = createMemoryDisk()
  await disk.write('inbox', '2027/Report.CSV', new TextEncoder().encode('a,b'), { replaces: false })
  const result = await testNode(diskRead, {
    with: { folder: 'inbox', name: '2027/Report.CSV' },
    host: createMemoryHost(Date.now, { disk }),
  })
  expect(result).toMatchObject({ output: { name: 'Report.CSV', mediaType: 'text/csv', size: 3 } })
})

test('says so when there is none', async () => {
  const host = createMemoryHost(Date.now, { disk: createMemoryDisk() })
  await expect(testNode(diskRead, { with: { folder: 'inbox', name: 'none' }, host })).rejects.toMatchObject({ code: 'DISK_MISSING' })
})
