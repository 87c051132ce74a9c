import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, type FileHandle as OpenFile, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileContent, FileHandle } from '@millrace/kit'
import { type FileStore, failPoint, StoreError } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { isErrno, makeDirectoryDurably, syncDirectory } from '../secrets/write-durably.ts'

/**
 * Owns: the content of files, `<directory>/<2 characters>/<id>`, and that a row in the store is there exactly for content that is whole.
 * Invariants: content is written under another name, synced and renamed before its row is; a file of another account does not exist.
 */
export interface FileVault {
  write(content: FileContent, about: FileAbout): Promise<FileHandle>
  /** Undefined when the account has no such file. */
  read(account: string, id: string): Promise<ReadableStream<Uint8Array> | undefined>
  /** Whether there was one. */
  delete(account: string, id: string): Promise<boolean>
  /** Deletes the content of files whose rows are gone. */
  forget(ids: readonly string[]): Promise<void>
  /** Deletes content that has lost its row, as a crash between the two may leave it. Resolves with how much that was. */
  sweep(unknownOf: (ids: readonly string[]) => Promise<readonly string[]>): Promise<number>
}

export interface FileAbout {
  readonly account: string
  readonly executionId?: string
  readonly name?: string
  readonly mediaType?: string
  readonly signal?: AbortSignal
}

export interface FileVaultOptions {
  readonly store: FileStore
  readonly directory: string
  readonly largestBytes: number
  now(): number
}

/** Sweeps what a process that died left half written. Nobody else may write to the directory. */
export async function openFileVault({ store, directory, largestBytes, now }: FileVaultOptions): Promise<FileVault> {
  const incoming = join(directory, 'incoming')
  await rm(incoming, { recursive: true, force: true })

  async function keep(temporary: string, id: string): Promise<void> {
    const path = pathOf(directory, id)
    await makeDirectoryDurably(dirname(path))
    await rename(temporary, path)
    await syncDirectory(dirname(path))
  }

  return {
    async write(content, { account, executionId, name = 'file', mediaType = 'application/octet-stream', signal }) {
      const id = `f_${randomBytes(16).toString('hex')}`
      const temporary = join(incoming, id)
      const shown = cleanName(name)
      try {
        await makeDirectoryDurably(incoming)
        const { size, sha256 } = await writeContent(temporary, content, { name: shown, largestBytes, signal })
        failPoint('file-synced')
        await keep(temporary, id)
        failPoint('file-placed')
        const about = { account, id, name: shown, mediaType: cleanMediaType(mediaType), size, sha256, createdAt: now() }
        await store.put({ ...about, ...(executionId !== undefined && { executionId }) })
        failPoint('file-recorded')
        return { fileId: id, name: about.name, mediaType: about.mediaType, size, sha256 }
      } catch (error) {
        await rm(temporary, { force: true })
        await rm(pathOf(directory, id), { force: true })
        throw storageError(error, shown)
      }
    },

    async read(account, id) {
      const file = isFileId(id) ? await store.get(account, id) : undefined
      if (file === undefined) return undefined
      const path = pathOf(directory, id)
      if (!(await isReadable(path))) {
        throw new RuntimeError(
          'FILE_MISSING',
          `The content of file ${id} (${file.name}) is not in the data directory: put it back from a backup.`,
        )
      }
      return streamOf(path)
    },

    async delete(account, id) {
      if (!isFileId(id) || !(await store.delete(account, id))) return false
      await rm(pathOf(directory, id), { force: true })
      return true
    },

    async forget(ids) {
      for (const id of ids) if (isFileId(id)) await rm(pathOf(directory, id), { force: true })
    },

    async sweep(unknownOf) {
      let swept = 0
      for (const folder of await namesIn(directory)) {
        if (!/^[0-9a-f]{2}$/.test(folder)) continue
        // What is written just now gets its row last.
        const settled = await settledIn(join(directory, folder), now() - settledAfterMs)
        const lost = settled.length === 0 ? [] : await unknownOf(settled)
        for (const id of lost) await rm(pathOf(directory, id), { force: true })
        swept += lost.length
      }
      return swept
    },
  }
}

const settledAfterMs = 60 * 60_000

async function settledIn(folder: string, before: number): Promise<readonly string[]> {
  const settled: string[] = []
  for (const id of await namesIn(folder)) {
    if (isFileId(id) && (await stat(join(folder, id))).mtimeMs < before) settled.push(id)
  }
  return settled
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

interface WriteLimits {
  readonly name: string
  readonly largestBytes: number
  readonly signal: AbortSignal | undefined
}

async function writeContent(path: string, content: FileContent, { name, largestBytes, signal }: WriteLimits) {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted()
      size += part.byteLength
      if (size > largestBytes) throw tooLarge(name, largestBytes)
      hash.update(part)
      await file.writeFile(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { size, sha256: hash.digest('hex') }
}

/** Opened at the first read, so that a stream that nobody reads holds nothing. */
function streamOf(path: string): ReadableStream<Uint8Array> {
  let file: OpenFile | undefined
  const close = async () => {
    await file?.close()
    file = undefined
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        file ??= await open(path, 'r')
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(65_536))
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
        await close()
        controller.close()
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  )
}

function pathOf(directory: string, id: string): string {
  return join(directory, id.slice(2, 4), id)
}

function isFileId(id: string): boolean {
  return typeof id === 'string' && /^f_[0-9a-f]{32}$/.test(id) // A handle is data: its id may be anything.
}

/** A name is only shown, and offered when the file is saved: no folders, nothing that breaks out of a header. */
function cleanName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const clean = [...last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')].slice(0, 200).join('').trim()
  return clean === '' || /^\.+$/.test(clean) ? 'file' : clean
}

function cleanMediaType(mediaType: string): string {
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}(;[\x20-\x7e]{0,200})?$/.test(mediaType) ? mediaType : 'application/octet-stream'
}

function tooLarge(name: string, largestBytes: number): RuntimeError {
  return new RuntimeError(
    'FILE_TOO_LARGE',
    `File "${name}" is larger than ${largestBytes} bytes: make it smaller, or raise MILLRACE_MAX_FILE_SIZE.`,
  )
}

function storageError(error: unknown, name: string): unknown {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].some((code) => isErrno(error, code))
  if (!isFull) return error
  return new StoreError('STORE_FULL', `No room left for file "${name}": nothing of it was kept. Free some space and try again.`, error)
}
