import { FatalError, type Files } from '@millrace/kit'
import { createMemoryHost } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { readMessage } from './read-message.ts'

const wanted = { withBody: true, attachments: 'files' } as const
const { files } = createMemoryHost(Date.now)

function bytesOf(...lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.join('\r\n'))
}

function nested(depth: number): readonly string[] {
  if (depth === 0) return ['Content-Type: text/plain', '', 'deep']
  return [`Content-Type: multipart/mixed; boundary=b${depth}`, '', `--b${depth}`, ...nested(depth - 1), `--b${depth}--`]
}

test('a mail that cannot be taken apart is listed, and says why', async () => {
  const message = await readMessage({ seq: 1, uid: 7 }, bytesOf('Subject: Hello', ...nested(300)), wanted, files)
  expect(message).toMatchObject({ uid: 7, attachments: [], problem: expect.stringContaining('nesting depth') })
  expect(message).not.toHaveProperty('text')
})

test('a mail that was too large to be fetched says so', async () => {
  expect(await readMessage({ seq: 1, uid: 7 }, undefined, wanted, files)).toMatchObject({
    problem: expect.stringContaining('larger than 30 MiB'),
  })
})

test('a mail without a time that makes sense has none', async () => {
  expect(await readMessage({ seq: 1, uid: 7, internalDate: 'tomorrow', envelope: {} }, bytesOf('', 'hi'), wanted, files)).toMatchObject({
    date: null,
    text: expect.stringContaining('hi'),
  })
})

test('an attachment that is larger than files may be is listed without one, and the mail is read', async () => {
  const full: Files = { ...files, write: () => Promise.reject(new FatalError('File "a.bin" is too large.', { code: 'FILE_TOO_LARGE' })) }
  const source = bytesOf('Content-Type: application/octet-stream; name=a.bin', 'Content-Disposition: attachment', '', 'bytes')
  const { attachments } = await readMessage({ seq: 1, uid: 7 }, source, wanted, full)
  expect(attachments).toMatchObject([{ name: 'a.bin', problem: 'File "a.bin" is too large.' }])
  expect(attachments).not.toHaveProperty('0.file')
  const broken: Files = { ...files, write: () => Promise.reject(new Error('The disk is gone.')) }
  await expect(readMessage({ seq: 1, uid: 7 }, source, wanted, broken)).rejects.toThrow('The disk is gone.')
})
