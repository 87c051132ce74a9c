import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { createMemoryDisk } from '../testing/memory-disk.ts'
import { diskWrite } from './write.ts'

test('writes a text or a file, and replaces only when it may', async () => {
  const disk = createMemoryDisk()
  const host = createMemoryHost(Date.now, { disk })
  const write = (params: object) => testNode(diskWrite, { with: { folder: 'outbox', name: 'a.txt', ...params }, host })
  expect(await write({ content: 'Grüße' })).toMatchObject({ output: { folder: 'outbox', name: 'a.txt' } })
  expect(disk.texts.get('a.txt')).toBe('Grüße')
  const file = await host.files.write(new TextEncoder().encode('from a file'))
  await write({ content: file })
  expect(disk.texts.get('a.txt')).toBe('from a file')
  await expect(write({ content: 'again', replace: false })).rejects.toMatchObject({ code: 'DISK_EXISTS' })
})
