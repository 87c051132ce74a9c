import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { type BackgroundSyncs, syncEveryBytes } from '../backup/background-syncs.ts'

interface Copying {
  readonly from: string
  readonly to: string
  readonly syncs: BackgroundSyncs
  readonly signal?: AbortSignal | undefined
  onBytes?(count: number): void
}

export interface Copied {
  readonly size: number
  readonly sha256: string
}

/** Copies a file to a place where none is, and says what it was. It is on disk when the syncs are done. */
export async function copyHashed({ from, to, syncs, signal, onBytes }: Copying): Promise<Copied> {
  const source = await open(from)
  // Closes the source too.
  const content = source.createReadStream({ highWaterMark: 1024 * 1024 })
  const file = await open(to, 'wx', 0o600)
  const hash = createHash('sha256')
  let size = 0
  try {
    for await (const part of content as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      const writing = file.writeFile(part)
      // Another thread writes meanwhile.
      hash.update(part)
      await writing
      const before = size
      size += part.length
      onBytes?.(part.length)
      if (Math.floor(size / syncEveryBytes) > Math.floor(before / syncEveryBytes)) syncs.begin(file)
    }
  } finally {
    await syncs.finish(file)
  }
  return { size, sha256: hash.digest('hex') }
}
