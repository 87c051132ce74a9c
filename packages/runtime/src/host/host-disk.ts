import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { lstat, mkdir, type FileHandle as OpenFile, open, opendir, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { type Disk, type DiskFile, FatalError, type FileContent } from '@millrace/kit'
import { isErrno } from '../secrets/write-durably.ts'

export interface DiskOptions {
  /** The folders that the configuration hands to workflows: absolute paths by name. */
  readonly folders: Readonly<Record<string, string>>
  readonly largestBytes: number
}

/** A list of more files is refused: whoever needs all of them must name them more closely. */
const mostFiles = 10_000
const deepest = 16
const ours = '.millrace-'

/**
 * The files in the folders that the configuration names.
 * Invariant: nothing outside such a folder is read, written or told of, whatever a name says and whatever links lie in the folder: what was
 * opened is looked at, not what was asked for.
 */
export function createHostDisk({ folders, largestBytes }: DiskOptions): Disk {
  async function rootOf(folder: string): Promise<string> {
    const path = Object.hasOwn(folders, folder) ? folders[folder] : undefined
    if (path === undefined) {
      const known = Object.keys(folders)
      const advice = known.length === 0 ? 'none is' : `these are: ${known.join(', ')}`
      throw fatal('DISK_FOLDER', `The folder ${shown(folder)} is not handed to workflows; ${advice}. MILLRACE_DISK names them.`)
    }
    return realpath(path).catch((cause: unknown) => {
      throw fatal('DISK_FOLDER', `The folder ${shown(folder)} cannot be opened: make it, or correct MILLRACE_DISK.`, cause)
    })
  }

  /** Where a file lies; its folder must be there. */
  async function placeOf(folder: string, name: string): Promise<Place> {
    const root = await rootOf(folder)
    assertName(name)
    const parent = await realpath(join(root, dirname(name))).catch((cause: unknown) => {
      throw missing(folder, name, cause)
    })
    if (!isWithin(root, parent)) throw outside(folder, name)
    return { folder, name, root, parent, path: join(parent, basename(name)) }
  }

  async function openFile(place: Place): Promise<{ readonly file: OpenFile; readonly stats: Stats }> {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
    const file = await open(place.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((cause: unknown) => {
      if (isErrno(cause, 'ELOOP')) throw outside(place.folder, place.name)
      throw missing(place.folder, place.name, cause)
    })
    try {
      const stats = await file.stat()
      if (!stats.isFile()) throw fatal('DISK_NOT_FILE', `${shown(place.name)} in the folder ${shown(place.folder)} is no file.`)
      await assertSame(place, stats)
      return { file, stats }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  return {
    async list(folder, { matches, isDeep, mostEntries = mostFiles }) {
      const found: DiskFile[] = []
      await walk(await rootOf(folder), '', isDeep ? deepest : 1, async (name, path) => {
        if (!matches(name)) return
        const stats = await lstat(path).catch(ignoreGone)
        if (stats?.isFile()) found.push(entryOf(name, stats))
        if (found.length > mostEntries)
          throw fatal(
            'DISK_TOO_MANY',
            `The folder ${shown(folder)} has more than ${mostEntries} such files: take away what is done with, or name them more closely.`,
          )
      })
      return found
    },

    async read(folder, name) {
      const { file, stats } = await openFile(await placeOf(folder, name))
      if (stats.size > largestBytes) {
        await file.close()
        throw fatal('FILE_TOO_LARGE', `${shown(name)} has ${stats.size} bytes, and MILLRACE_MAX_FILE_SIZE allows ${largestBytes}.`)
      }
      const content = ReadableStream.from<Uint8Array>(file.createReadStream({ end: Math.max(stats.size - 1, 0), autoClose: true }))
      return { ...entryOf(name, stats), content }
    },

    async write(folder, name, content, { replaces }) {
      const root = await rootOf(folder)
      assertName(name)
      await makeFolders(root, folder, name)
      const place = await placeOf(folder, name)
      await assertFree(place, replaces)
      const temporary = join(place.parent, `${ours}${randomBytes(8).toString('hex')}`)
      try {
        await writeAll(temporary, content)
        await rename(temporary, place.path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
      return entryOf(name, await lstat(place.path))
    },

    async move(folder, name, to) {
      const from = await placeOf(folder, name)
      assertName(to.name)
      await makeFolders(await rootOf(to.folder), to.folder, to.name)
      const target = await placeOf(to.folder, to.name)
      const { file, stats } = await openFile(from)
      await file.close()
      await assertFree(target, to.replaces)
      await rename(from.path, target.path).catch((cause: unknown) => {
        if (!isErrno(cause, 'EXDEV')) throw cause
        throw fatal(
          'DISK_ELSEWHERE',
          `${shown(to.folder)} lies on another disk than ${shown(folder)}: read the file, write it there, delete it here.`,
        )
      })
      return entryOf(to.name, stats)
    },

    async delete(folder, name) {
      const place = await placeOf(folder, name).catch(ignoreMissing)
      const stats = place && (await lstat(place.path).catch(ignoreGone))
      if (place === undefined || stats === undefined) return false
      if (!stats.isFile()) throw fatal('DISK_NOT_FILE', `${shown(name)} in the folder ${shown(folder)} is no file.`)
      await rm(place.path, { force: true })
      return true
    },
  }
}

interface Place {
  readonly folder: string
  readonly name: string
  readonly root: string
  readonly parent: string
  readonly path: string
}

/** A link may have been put in the way between the look and the opening. */
async function assertSame({ folder, name, root, path }: Place, opened: Stats): Promise<void> {
  const [real, stats] = await Promise.all([realpath(path), lstat(path)]).catch((cause: unknown) => {
    throw missing(folder, name, cause)
  })
  if (!isWithin(root, real) || stats.ino !== opened.ino || stats.dev !== opened.dev) throw outside(folder, name)
}

async function assertFree({ folder, name, path }: Place, replaces: boolean): Promise<void> {
  const stats = await lstat(path).catch(ignoreGone)
  if (stats === undefined) return
  if (!stats.isFile()) throw fatal('DISK_NOT_FILE', `${shown(name)} in the folder ${shown(folder)} is there and is no file.`)
  if (!replaces) throw fatal('DISK_EXISTS', `${shown(name)} is in the folder ${shown(folder)} already: take another name, or replace it.`)
}

/** One after the other, so that no link among them leads outside. */
async function makeFolders(root: string, folder: string, name: string): Promise<void> {
  let at = root
  for (const part of name.split('/').slice(0, -1)) {
    at = join(at, part)
    await mkdir(at).catch((cause: unknown) => {
      if (!isErrno(cause, 'EEXIST')) throw cause
    })
    if (!isWithin(root, await realpath(at))) throw outside(folder, name)
  }
}

async function writeAll(path: string, content: FileContent): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o640)
  try {
    if (content instanceof Uint8Array) await file.writeFile(content)
    else for await (const part of content) await file.write(part)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function walk(directory: string, prefix: string, depth: number, each: (name: string, path: string) => Promise<void>): Promise<void> {
  const entries = await opendir(directory).catch(ignoreGone)
  if (entries === undefined) return
  for await (const entry of entries) {
    const name = prefix + entry.name
    if (entry.name.startsWith(ours)) continue
    if (entry.isFile()) await each(name, join(directory, entry.name))
    // What a link leads to is not in the folder.
    else if (entry.isDirectory() && depth > 1) await walk(join(directory, entry.name), `${name}/`, depth - 1, each)
  }
}

function assertName(name: string): void {
  const parts = name.split('/')
  const isBad = name.includes('\0') || name.includes('\\') || parts.some((part) => part === '' || part === '.' || part === '..')
  if (isBad || name.length > 1000 || parts.length > deepest)
    throw fatal('DISK_NAME', `${shown(name)} is no name of a file in a folder: write e.g. report.csv or 2027/report.csv.`)
  if (parts.at(-1)?.startsWith(ours)) throw fatal('DISK_NAME', `Names that begin with ${ours} are for files that are being written.`)
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}

function entryOf(name: string, { size, mtimeMs, ctimeMs }: Stats): DiskFile {
  return { name, size, modifiedAt: timeOf(mtimeMs), changedAt: timeOf(ctimeMs) }
}

/** Anybody may set the time of a file, also to one that no date can be. */
function timeOf(ms: number): number {
  return Math.max(-latestTimeMs, Math.min(Math.floor(ms), latestTimeMs))
}

const latestTimeMs = 8.64e15

function outside(folder: string, name: string): FatalError {
  return fatal('DISK_NAME', `${shown(name)} leads out of the folder ${shown(folder)} by a link: only what lies in it can be reached.`)
}

function missing(folder: string, name: string, cause: unknown): FatalError {
  if (isErrno(cause, 'EACCES') || isErrno(cause, 'EPERM'))
    return fatal(
      'DISK_REFUSED',
      `The system does not let Millrace at ${shown(name)} in the folder ${shown(folder)}: look at its rights.`,
      cause,
    )
  return fatal('DISK_MISSING', `There is no file ${shown(name)} in the folder ${shown(folder)}.`, cause)
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof FatalError && error.code === 'DISK_MISSING') return undefined
  throw error
}

function ignoreGone(error: unknown): undefined {
  if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return undefined
  throw error
}

function fatal(code: string, message: string, cause?: unknown): FatalError {
  return new FatalError(message, { code, ...(cause !== undefined && { cause }) })
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 120))
}
