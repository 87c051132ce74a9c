import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '@millrace/store'
import { type BackupFacts, checksumFile, databaseFile, describingFile, keyFile } from './backup-files.ts'
import { checksumListParts, checksumListSize } from './checksum-list.ts'
import { removeFolder } from './remove-folder.ts'
import { type Snapshots, stageBackup, stagePrefix } from './stage-backup.ts'
import { streamParts } from './stream-parts.ts'
import { paddingOf, type TarEntry, tarBlock, tarSize, writeTarHeader } from './tar-header.ts'

export interface BackupOptions {
  readonly snapshots: Snapshots
  readonly directory: string
  /** Of this Millrace. */
  readonly millrace: string
  readonly holdsKey: boolean
  now(): number
}

/** An archive that is written as it is read. */
export interface BackupStream {
  readonly facts: BackupFacts
  /** All that will come, in bytes. */
  readonly size: number
  readonly body: ReadableStream<Uint8Array>
}

/**
 * A backup of a data directory that may be in use, as a tar archive. The snapshot is taken before this resolves: what was acknowledged before
 * the call is in it. It takes the room of a second database until the archive is read, or given up.
 */
export async function writeBackup({ snapshots, directory, millrace, holdsKey, now }: BackupOptions): Promise<BackupStream> {
  const folder = await mkdtemp(join(directory, stagePrefix))
  const remove = () => removeFolder(folder)
  try {
    const createdAt = new Date(now()).toISOString()
    const { names, missing } = await stageBackup({ snapshots, directory, folder, holdsKey })
    // One after the other: whatever else wants the disk would wait behind all of them.
    const entries: TarEntry[] = []
    for (const name of names) entries.push({ name, size: (await stat(join(folder, name))).size })
    const facts: BackupFacts = {
      format: 'millrace-backup',
      version: 1,
      millrace,
      createdAt,
      databaseBytes: entries.find(({ name }) => name === databaseFile)?.size ?? 0,
      isChecked: true,
      files: entries.filter(({ name }) => name.startsWith('files/')).length,
      holdsKey: names.includes(keyFile),
      missing,
    }
    const first = Buffer.from(`${JSON.stringify(facts, null, 1)}\n`)
    const list = { name: checksumFile, size: checksumListSize([describingFile, ...names]) }
    const sizes = [...entries, { name: describingFile, size: first.length }, list]
    const size = sizes.reduce((sum, entry) => sum + tarSize(entry), 2 * tarBlock)
    return { facts, size, body: streamParts(archive({ folder, entries, first, list, at: now() / 1000 }), { over: remove }) }
  } catch (error) {
    await remove()
    throw isFull(error) ? noRoom(directory, error) : error
  }
}

/** As the system says it, or SQLite (https://sqlite.org/rescode.html#full). */
function isFull(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === 'ENOSPC') || ('errcode' in error && error.errcode === 13))
}

function noRoom(directory: string, cause: unknown): StoreError {
  return new StoreError(
    'STORE_FULL',
    `No room in "${directory}" for a copy of the database: free as much as it takes, then ask again.`,
    cause,
  )
}

interface Archive {
  readonly folder: string
  readonly entries: readonly TarEntry[]
  readonly first: Buffer
  readonly list: TarEntry
  readonly at: number
}

async function* archive({ folder, entries, first, list, at }: Archive): AsyncGenerator<Uint8Array, void, undefined> {
  const hashes = new Map<string, string>()
  yield writeTarHeader({ name: describingFile, size: first.length }, at)
  yield Buffer.concat([first, Buffer.alloc(paddingOf(first.length))])
  hashes.set(describingFile, createHash('sha256').update(first).digest('hex'))
  for (const entry of entries) {
    yield writeTarHeader(entry, at)
    const hash = createHash('sha256')
    for await (const part of createReadStream(join(folder, entry.name), { highWaterMark: 256 * 1024 })) {
      hash.update(part)
      yield part
    }
    yield Buffer.alloc(paddingOf(entry.size))
    hashes.set(entry.name, hash.digest('hex'))
  }
  yield writeTarHeader(list, at)
  yield* checksumListParts(hashes)
  yield Buffer.alloc(paddingOf(list.size) + 2 * tarBlock)
}
