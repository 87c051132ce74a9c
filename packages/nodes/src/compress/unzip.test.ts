import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { compressUnzip } from './unzip.ts'

async function unzip(archive: Uint8Array, params: { maxBytes?: number } = {}) {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(archive, { name: 'a.zip' })
  return testNode(compressUnzip, { with: { file, ...params }, host })
}

const archive = zipSync({ 'folder/': new Uint8Array(), 'folder/a.txt': strToU8('one'), 'b;.txt': strToU8('two') })

test('folders are left out, paths are texts', async () => {
  expect(await unzip(archive)).toMatchObject({
    output: {
      files: [
        { path: 'folder/a.txt', name: 'a.txt', size: 3 },
        { path: 'b;.txt', size: 3 },
      ],
    },
  })
})

test('an archive of no files is no mistake', async () => {
  expect(await unzip(zipSync({}))).toMatchObject({ output: { files: [] } })
})

test.each([
  ['text', strToU8('no archive')],
  ['nothing', new Uint8Array()],
  ['an archive that is cut off', archive.subarray(0, 90)],
])('%s is refused by the name of the file', async (_, bytes) => {
  await expect(unzip(bytes)).rejects.toMatchObject({ code: 'BAD_ARCHIVE', message: expect.stringContaining('a.zip') })
})

test('a bomb ends at the limit', async () => {
  const bomb = zipSync({ zeros: new Uint8Array(8 * 1024 * 1024) })
  expect(bomb.length).toBeLessThan(20_000)
  await expect(unzip(bomb, { maxBytes: 1024 * 1024 })).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
})

test('more files than a thousand are too many', async () => {
  const many = zipSync(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`f${i}`, new Uint8Array()])))
  await expect(unzip(many)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
})
