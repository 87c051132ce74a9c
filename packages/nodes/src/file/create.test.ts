import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { fileCreate } from './create.ts'
import { fileRead } from './read.ts'

test.each([
  [{ content: 'Grüße {{ "x" }}' }, 'text/plain;charset=utf-8', 'Grüße x'],
  [{ content: [1, { a: null }] }, 'application/json', '[1,{"a":null}]'],
  [{ content: 'aGk=', encoding: 'base64' }, 'application/octet-stream', 'hi'],
  [{ content: 'aGk', encoding: 'base64', mediaType: 'text/plain', name: 'hi.txt' }, 'text/plain', 'hi'],
])('%j becomes a file', async (params, mediaType, text) => {
  const host = createMemoryHost(Date.now)
  const made = await testNode(fileCreate, { with: params, host })
  if (made.type !== 'done') throw new Error('It is done')
  expect(made.output).toMatchObject({ mediaType, size: Buffer.byteLength(text), name: 'name' in params ? params.name : 'file' })
  expect(await testNode(fileRead, { with: { file: made.output }, host })).toMatchObject({ output: text })
})

test.each(['a b!', 'a', 7])('%j is not base64', async (content) => {
  await expect(testNode(fileCreate, { with: { content, encoding: 'base64' } })).rejects.toMatchObject({ code: 'BAD_BASE64' })
})
