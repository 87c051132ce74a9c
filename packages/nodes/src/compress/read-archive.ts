import { FatalError } from '@millrace/kit'

export interface ArchiveEntry {
  readonly path: string
  /** Must be read to its end before the next entry is asked for. */
  readonly content: AsyncIterable<Uint8Array>
}

interface Opened {
  readonly path: string
  chunks: Uint8Array[]
  hasEnded: boolean
}

/** What is fed at a time: deflate makes at most a thousand times as much of it, so memory stays within some megabytes. */
const feedBytes = 4096

/** Where the archive's directory ends: 22 bytes and a comment from the end. Without it the archive was cut off, perhaps between two files. */
const endOfDirectory = Buffer.from('PK\u0005\u0006')
const longestTail = 22 + 65_535

/** The files of a zip archive, in its order, while it streams in. Folders are left out. */
export async function* readArchive(packed: ReadableStream<Uint8Array>, name: string): AsyncIterable<ArchiveEntry> {
  const { Unzip, UnzipInflate } = await import('fflate')
  const opened: Opened[] = []
  const archive = new Unzip((file) => {
    const entry: Opened = { path: file.name, chunks: [], hasEnded: false }
    file.ondata = (error, chunk, isLast) => {
      if (error) throw damaged(name, error)
      entry.chunks.push(chunk)
      entry.hasEnded = isLast
    }
    opened.push(entry)
    file.start()
  })
  archive.register(UnzipInflate)
  const feed = feeder(packed, name, (chunk, isLast) => {
    try {
      archive.push(chunk, isLast)
    } catch (error) {
      throw error instanceof FatalError ? error : damaged(name, error)
    }
  })

  async function* contentOf(entry: Opened): AsyncIterable<Uint8Array> {
    for (;;) {
      yield* entry.chunks.splice(0)
      if (entry.hasEnded) return
      if (!(await feed())) throw damaged(name)
    }
  }

  for (;;) {
    const entry = opened.shift()
    if (entry === undefined) {
      if (!(await feed())) return
    } else if (entry.path.endsWith('/')) {
      for await (const _ of contentOf(entry));
    } else {
      yield { path: entry.path, content: contentOf(entry) }
    }
  }
}

/** Feeds the archive a little; false once there is no more. */
function feeder(packed: ReadableStream<Uint8Array>, name: string, push: (chunk: Uint8Array, isLast: boolean) => void) {
  const reader = packed.getReader()
  let pending: Uint8Array = new Uint8Array()
  let tail = Buffer.alloc(0)
  let isFirst = true
  return async (): Promise<boolean> => {
    if (pending.length === 0) {
      const { done, value } = await reader.read()
      if (done && isFirst) throw damaged(name)
      if (done) {
        if (!tail.includes(endOfDirectory)) throw damaged(name)
        push(new Uint8Array(), true)
        return false
      }
      pending = value
      tail = Buffer.concat([tail, value]).subarray(-longestTail)
    }
    // "PK", with which even an archive of no files begins: the reader itself would skip anything else in silence.
    if (isFirst && (pending[0] !== 0x50 || (pending.length > 1 && pending[1] !== 0x4b))) throw damaged(name)
    isFirst = false
    push(pending.subarray(0, feedBytes), false)
    pending = pending.subarray(feedBytes)
    return true
  }
}

function damaged(name: string, cause?: unknown): FatalError {
  return new FatalError(`The file "${name}" is not a zip archive that can be read: it is damaged, encrypted, or something else.`, {
    code: 'BAD_ARCHIVE',
    ...(cause !== undefined && { cause }),
  })
}
