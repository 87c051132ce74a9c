import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RuntimeError } from '../errors.ts'
import { type BackgroundSyncs, syncEveryBytes } from './background-syncs.ts'
import { type BackupFacts, checksumFile, databaseFile, describingFile, isBackupName } from './backup-files.ts'
import { makeWholeDirectory } from './make-whole-directory.ts'
import { paddingOf, readTarHeader, tarBlock } from './tar-header.ts'

export interface RestoreOptions {
  readonly content: AsyncIterable<Uint8Array>
  /** Must not be there, or be empty. */
  readonly directory: string
  /** What is wrong with the database in this directory; empty when nothing is. Asked of a backup that was not checked when it was made. */
  damagesIn(directory: string): readonly string[]
  /** Told of the bytes that have been read so far. */
  onProgress?(bytes: number): void
}

/**
 * Makes a data directory of a backup, whole or not at all: everything is written beside it, checked and synced, and then gets its name.
 * Throws `BACKUP_INVALID` or `DIRECTORY_IN_USE`.
 */
export function restoreBackup({ content, directory, damagesIn, onProgress }: RestoreOptions): Promise<BackupFacts> {
  return makeWholeDirectory(directory, async (folder, syncs) => {
    const facts = await unpack(createReader(content, onProgress), folder, syncs)
    // While the disk still writes.
    const damages = facts.isChecked === true ? [] : damagesIn(folder)
    if (damages.length > 0) throw invalid(`its database is damaged (${damages[0]})`)
    return facts
  })
}

async function unpack(reader: Reader, folder: string, syncs: BackgroundSyncs): Promise<BackupFacts> {
  const hashes = new Map<string, string>()
  let facts: BackupFacts | undefined
  for (;;) {
    const entry = readTarHeader(await reader.take(tarBlock))
    if (entry === undefined) throw invalid('it has no checksums: it was cut off')
    const { name, size } = entry
    if (!isBackupName(name) || hashes.has(name)) throw invalid(`it holds ${JSON.stringify(name.slice(0, 100))}, which no backup does`)
    if (facts === undefined && name !== describingFile) throw invalid(`it does not begin with ${describingFile}`)
    if (name === describingFile || name === checksumFile) {
      if (size > largestJson) throw invalid(`${name} is too large`)
      const bytes = await reader.take(size)
      await reader.take(paddingOf(size))
      if (name === checksumFile) {
        assertSame(hashes, parse(name, bytes))
        return facts ?? assertFacts(undefined)
      }
      facts = assertFacts(parse(name, bytes))
      hashes.set(name, createHash('sha256').update(bytes).digest('hex'))
    } else hashes.set(name, await unpackFile({ reader, path: join(folder, name), size, syncs }))
  }
}

const largestJson = 512 * 1024 * 1024

interface Unpacking {
  readonly reader: Reader
  readonly path: string
  readonly size: number
  readonly syncs: BackgroundSyncs
}

async function unpackFile({ reader, path, size, syncs }: Unpacking): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file: FileHandle = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    let unsynced = 0
    for await (const part of reader.parts(size)) {
      const writing = file.writeFile(part)
      // Another thread writes meanwhile.
      hash.update(part)
      await writing
      unsynced += part.length
      if (unsynced < syncEveryBytes) continue
      syncs.begin(file)
      unsynced = 0
    }
  } finally {
    await syncs.finish(file)
  }
  await reader.take(paddingOf(size))
  return hash.digest('hex')
}

interface Reader {
  take(size: number): Promise<Buffer>
  parts(size: number): AsyncIterable<Uint8Array>
}

function createReader(content: AsyncIterable<Uint8Array>, onProgress: ((bytes: number) => void) | undefined): Reader {
  const source = content[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array()
  let total = 0

  async function* parts(size: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = size; left > 0; ) {
      if (held.length === 0) {
        const next = await source.next()
        if (next.done === true) throw invalid('it was cut off')
        held = next.value
        total += held.length
        onProgress?.(total)
      }
      const part = held.subarray(0, left)
      held = held.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  return {
    parts,
    async take(size) {
      const taken: Uint8Array[] = []
      for await (const part of parts(size)) taken.push(part)
      return Buffer.concat(taken)
    },
  }
}

function assertSame(hashes: ReadonlyMap<string, string>, given: unknown): void {
  const wanted = Object.entries(given as Record<string, unknown>) // Compared with what was read, whatever it is.
  if (!hashes.has(databaseFile)) throw invalid(`it has no ${databaseFile}`)
  const wrong = wanted.find(([name, hash]) => hashes.get(name) !== hash)
  if (wrong !== undefined) throw invalid(`${wrong[0]} is not what was written`)
  if (wanted.length !== hashes.size) throw invalid('it has more files than it should')
}

function assertFacts(given: unknown): BackupFacts {
  const facts = given as Partial<BackupFacts> | undefined // Only these two say what the rest means.
  if (facts?.format !== 'millrace-backup') throw invalid('it does not say that it is one')
  if (facts.version !== 1) throw invalid('it is of a newer Millrace: restore it with that one')
  return facts as BackupFacts
}

function parse(name: string, bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw invalid(`${name} cannot be read`)
}

function invalid(reason: string): RuntimeError {
  return new RuntimeError('BACKUP_INVALID', `This is no whole backup: ${reason}.`)
}
