import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createMemoryStore } from '@millrace/store'
import { expect, test } from 'vitest'
import { openFileVault } from './file-vault.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

async function opened({ largestBytes = 1_000_000, directory = temporaryDirectory() } = {}) {
  const store = createMemoryStore().files
  const vault = await openFileVault({ store, directory, largestBytes, now: () => 5 })
  const left = () => readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return { vault, store, directory, left }
}

async function bytesOf(stream: ReadableStream<Uint8Array> | undefined): Promise<Buffer> {
  if (stream === undefined) throw new Error('no such file')
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

async function* pieces(...parts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

test('what was written is read, from bytes, streams and iterables alike', async () => {
  const { vault } = await opened()
  const large = Buffer.alloc(300_000, 'millrace')
  for (const content of [large, new Blob([large]).stream(), pieces(large.toString('latin1'))]) {
    const handle = await vault.write(content, { account: 'acme', name: 'report.pdf', mediaType: 'application/pdf' })
    const sha256 = createHash('sha256').update(large).digest('hex')
    expect(handle).toEqual({
      fileId: expect.stringMatching(/^f_[0-9a-f]{32}$/),
      name: 'report.pdf',
      mediaType: 'application/pdf',
      size: 300_000,
      sha256,
    })
    expect((await bytesOf(await vault.read('acme', handle.fileId))).equals(large)).toBe(true)
  }
})

test('the content lies under its id, for its owner only, and the row says whose it is', async () => {
  const { vault, store, directory } = await opened()
  const { fileId } = await vault.write(Buffer.from('hello'), { account: 'acme', executionId: 'e1' })
  const path = join(directory, fileId.slice(2, 4), fileId)
  expect(readFileSync(path, 'utf8')).toBe('hello')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await store.get('acme', fileId)).toMatchObject({
    executionId: 'e1',
    name: 'file',
    mediaType: 'application/octet-stream',
    createdAt: 5,
  })
})

test('attack 34: another account reads and deletes nothing with an id it got hold of', async () => {
  const { vault, left } = await opened()
  const { fileId } = await vault.write(Buffer.from('hello'), { account: 'acme' })
  expect(await vault.read('globex', fileId)).toBeUndefined()
  expect(await vault.delete('globex', fileId)).toBe(false)
  expect(left()).toHaveLength(1)
})

test.each(['', 'f_', '../../etc/passwd', `f_${'0'.repeat(32)}`, `f_${'A'.repeat(32)}`, 'f_../'])('%j is no file', async (id) => {
  const { vault } = await opened()
  expect(await vault.read('acme', id)).toBeUndefined()
  expect(await vault.delete('acme', id)).toBe(false)
})

test('past the limit nothing is kept, and no more is read than it takes to notice', async () => {
  const { vault, store, left } = await opened({ largestBytes: 10 })
  let asked = 0
  async function* endless(): AsyncIterable<Uint8Array> {
    for (;;) {
      asked += 1
      yield Buffer.from('four')
    }
  }
  await expect(vault.write(endless(), { account: 'acme', name: 'big' })).rejects.toMatchObject({
    code: 'FILE_TOO_LARGE',
    status: 413,
    message: expect.stringContaining('MILLRACE_MAX_FILE_SIZE'),
  })
  expect(asked).toBe(3)
  expect([left(), (await store.list('acme', {}, { limit: 9 })).items]).toEqual([[], []])
  expect((await vault.write(Buffer.alloc(10), { account: 'acme' })).size).toBe(10)
})

test('content that breaks off, a step that is canceled and a row that cannot be written leave nothing', async () => {
  const { vault, store, left, directory } = await opened()
  async function* broken(): AsyncIterable<Uint8Array> {
    yield Buffer.from('half')
    throw new Error('connection lost')
  }
  await expect(vault.write(broken(), { account: 'acme' })).rejects.toThrow('connection lost')
  await expect(vault.write(pieces('a'), { account: 'acme', signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
  const full = { ...store, put: () => Promise.reject(new Error('no room')) }
  const other = await openFileVault({ store: full, directory, largestBytes: 10, now: () => 0 })
  await expect(other.write(pieces('a'), { account: 'acme' })).rejects.toThrow('no room')
  expect(left()).toEqual([])
})

test('a full disk is told as such', async () => {
  const { vault, left } = await opened()
  // biome-ignore lint/correctness/useYield: It fails where a write would.
  async function* full(): AsyncIterable<Uint8Array> {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
  await expect(vault.write(full(), { account: 'acme', name: 'big' })).rejects.toMatchObject({ code: 'STORE_FULL', retryable: true })
  expect(left()).toEqual([])
})

test('what a process that died left half written is swept at the start, and nothing else', async () => {
  const { vault, directory, left } = await opened()
  await vault.write(Buffer.from('whole'), { account: 'acme' })
  mkdirSync(join(directory, 'incoming'), { recursive: true })
  writeFileSync(join(directory, 'incoming', 'f_half'), 'ha')
  await opened({ directory })
  expect(left()).toHaveLength(1)
})

test('a file whose content is gone says where it should be', async () => {
  const { vault, directory } = await opened()
  const { fileId } = await vault.write(Buffer.from('hello'), { account: 'acme', name: 'a.txt' })
  rmSync(join(directory, fileId.slice(2, 4)), { recursive: true })
  await expect(vault.read('acme', fileId)).rejects.toMatchObject({ code: 'FILE_MISSING', message: expect.stringContaining('a.txt') })
})

test('deleting takes the row and the content', async () => {
  const { vault, left } = await opened()
  const { fileId } = await vault.write(Buffer.from('hello'), { account: 'acme' })
  expect(await vault.delete('acme', fileId)).toBe(true)
  expect(await vault.read('acme', fileId)).toBeUndefined()
  expect(left()).toEqual([])
})

test('a stream that is given up half way closes the file', async () => {
  const { vault } = await opened()
  const { fileId } = await vault.write(Buffer.alloc(200_000), { account: 'acme' })
  const reader = (await vault.read('acme', fileId))?.getReader()
  expect((await reader?.read())?.value).toHaveLength(65_536)
  await reader?.cancel()
  expect(await reader?.read()).toEqual({ done: true, value: undefined })
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['a\r\nSet-Cookie: x', 'aSet-Cookie: x'],
  ['invoice\u202egpj.exe', 'invoicegpj.exe'],
  ['..', 'file'],
  ['', 'file'],
  ['ä "quoted" 💥.pdf', 'ä "quoted" 💥.pdf'],
  ['x'.repeat(500), 'x'.repeat(200)],
])('the name %j is kept as %j', async (name, kept) => {
  const { vault } = await opened()
  expect((await vault.write(Buffer.from(''), { account: 'acme', name })).name).toBe(kept)
})

test.each(['text/html\r\nx: y', 'html', '', 'a/b/c', 'text/plain; charset=ü'])('the media type %j is kept as bytes', async (mediaType) => {
  const { vault } = await opened()
  expect((await vault.write(Buffer.from(''), { account: 'acme', mediaType })).mediaType).toBe('application/octet-stream')
})
