import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { fileRead } from './read.ts'

async function read(content: Uint8Array, params: { as?: string; maxBytes?: number } = {}) {
  const host = createMemoryHost(Date.now)
  const file = await host.files.write(content, { name: 'data.bin' })
  return testNode(fileRead, { with: { file, ...params }, host })
}

test('gives text, base64 and JSON', async () => {
  const bytes = new TextEncoder().encode('{"a":"ü"}')
  expect(await read(bytes)).toMatchObject({ output: '{"a":"ü"}' })
  expect(await read(bytes, { as: 'json' })).toMatchObject({ output: { a: 'ü' } })
  expect(await read(Uint8Array.of(0, 255), { as: 'base64' })).toMatchObject({ output: 'AP8=' })
})

test('a key named __proto__ in a JSON file is data', async () => {
  const result = await read(new TextEncoder().encode('{"__proto__":{"polluted":1}}'), { as: 'json' })
  expect(JSON.stringify(result)).toContain('__proto__')
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test.each([
  ['FILE_NOT_TEXT', Uint8Array.of(0xff, 0xfe, 0xfd), {}],
  ['BAD_JSON', new TextEncoder().encode('{'), { as: 'json' }],
  ['FILE_TOO_LARGE', new Uint8Array(1024 * 1024 + 1), { maxBytes: 1024 * 1024 }],
])('%s', async (code, content, params) => {
  await expect(read(content, params)).rejects.toMatchObject({ code, message: expect.stringContaining('data.bin') })
})

test('a handle that somebody made up opens nothing', async () => {
  const file = { fileId: `f_${'a'.repeat(32)}`, name: 'passwd', mediaType: 'text/plain', size: 1, sha256: '' }
  await expect(testNode(fileRead, { with: { file } })).rejects.toMatchObject({ code: 'FILE_MISSING' })
  expect(fileRead.checkParams({ file: { ...file, fileId: '/etc/passwd' } })).toEqual([
    { path: ['file', 'fileId'], message: 'is not the id of a file.' },
  ])
})
