import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreError } from '@millrace/store'
import { streamBody } from '../body-source.ts'

const largestBytes = 16 * 1024 ** 3
const partBytes = 256 * 1024

export interface Spooled {
  /** From the beginning, as often as wanted. */
  read(): AsyncIterable<Uint8Array>
  remove(): Promise<void>
}

/** Keeps a body on disk, so that it can be looked through before anything of it is used. */
export async function spoolBody(body: ReadableStream<Uint8Array>): Promise<Spooled> {
  const file = await openNameless()
  try {
    for await (const part of streamBody(body).stream(largestBytes)) await file.writeFile(part)
  } catch (error) {
    await file.close()
    throw isFull(error)
      ? new StoreError('STORE_FULL', `There is no room in ${tmpdir()} to look through the file: make some.`, error)
      : error
  }
  return { read: () => partsOf(file), remove: () => file.close() }
}

/** By position: a stream of Node would take the file with it when its reader stops half way. */
async function* partsOf(file: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(partBytes), 0, partBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Its name goes at once, and its room with the process, however that ends: nobody has to sweep what a death leaves. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-import-'))
  try {
    return await open(join(folder, 'body'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}
