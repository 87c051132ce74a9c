import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Copied } from './copy-hashed.ts'

/** What a file is; rejects when it is not there. */
export async function hashOf(path: string, onBytes?: (count: number) => void): Promise<Copied> {
  const source = await open(path)
  const hash = createHash('sha256')
  let size = 0
  // Closes the file too.
  for await (const part of source.createReadStream({ highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    hash.update(part)
    size += part.length
    onBytes?.(part.length)
  }
  return { size, sha256: hash.digest('hex') }
}
