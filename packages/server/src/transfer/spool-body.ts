import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { streamBody } from '../body-source.ts'

const largestBytes = 16 * 1024 ** 3

export interface Spooled {
  /** From the beginning, as often as wanted. */
  read(): AsyncIterable<Uint8Array>
  remove(): Promise<void>
}

/** Keeps a body on disk, so that it can be looked through before anything of it is used. */
export async function spoolBody(body: ReadableStream<Uint8Array>): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-import-'))
  const path = join(folder, 'body')
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const part of streamBody(body).stream(largestBytes)) await file.writeFile(part)
    } finally {
      await file.close()
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { read: () => createReadStream(path, { highWaterMark: 256 * 1024 }), remove }
}
