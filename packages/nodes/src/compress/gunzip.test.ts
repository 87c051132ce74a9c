import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { compressGunzip } from './gunzip.ts'

test.each([
  ['no gzip at all', new TextEncoder().encode('plain text')],
  ['a gzip that is cut off', Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 75)],
  ['nothing', new Uint8Array()],
])('%s is told by the name of the file', async (_, bytes) => {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(bytes, { name: 'broken.gz' })
  await expect(testNode(compressGunzip, { with: { file }, host })).rejects.toMatchObject({
    code: 'BAD_ARCHIVE',
    message: expect.stringContaining('broken.gz'),
  })
})

test('a file store that refuses is not called a damaged file', async () => {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(Uint8Array.of(1))
  const full = { ...host.files, write: () => Promise.reject(Object.assign(new Error('No space left'), { code: 'ENOSPC' })) }
  await expect(testNode(compressGunzip, { with: { file }, host: { files: full } })).rejects.toMatchObject({ code: 'ENOSPC' })
})
