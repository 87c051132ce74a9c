import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { compressGunzip } from './gunzip.ts'
import { compressGzip } from './gzip.ts'

test('what was packed unpacks to the same bytes, under the same name', async () => {
  const host = createMemoryHost(Date.now)
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251)
  const file = await host.files.write(bytes, { name: 'data.bin' })
  const packed = await testNode(compressGzip, { with: { file }, host })
  if (packed.type !== 'done') throw new Error('It is done')
  expect(packed.output).toMatchObject({ name: 'data.bin.gz', mediaType: 'application/gzip' })
  const unpacked = await testNode(compressGunzip, { with: { file: packed.output }, host })
  expect(unpacked).toMatchObject({ output: { name: 'data.bin', size: bytes.length, sha256: file.sha256 } })
})
