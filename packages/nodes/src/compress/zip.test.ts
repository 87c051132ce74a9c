import type { Json } from '@millrace/engine'
import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { compressUnzip } from './unzip.ts'
import { compressZip } from './zip.ts'

test('what was packed unpacks to the same files, each with a name of its own', async () => {
  const host = createMemoryHost(Date.now)
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251)
  const files = [
    await host.files.write(bytes, { name: 'data.bin' }),
    await host.files.write(new TextEncoder().encode('second'), { name: 'data.bin' }),
    { ...(await host.files.write(new Uint8Array(), { name: 'x' })), path: '../../etc/empty' },
  ]
  const packed = await testNode(compressZip, { with: { files }, host })
  if (packed.type !== 'done') throw new Error('It is done')
  expect(packed.output).toMatchObject({ name: 'archive.zip', mediaType: 'application/zip' })
  const unpacked = await testNode(compressUnzip, { with: { file: packed.output }, host })
  expect(unpacked).toMatchObject({
    output: {
      files: [
        { name: 'data.bin', path: 'data.bin', sha256: files[0]?.sha256 },
        { name: 'data.bin (2)', size: 6 },
        { name: 'empty', path: 'etc/empty', size: 0 },
      ] as Json,
    },
  })
})
