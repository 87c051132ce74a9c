import { dirname } from 'node:path'
import type { Chance } from '../simulation/chance.ts'
import type { DiskEvent } from './read-recording.ts'

/**
 * A disk that knows of everything written to it whether it was synced.
 * Owns: what may be left of it when the power fails now. The rules are harder than any file system's: what was written to a file is safe
 * only by a sync of that file, a name only by a sync of its directory; until then each block of each write is there or not, whatever the
 * order. Names in one directory come in order, as every journal keeps them.
 */
export interface RecordedDisk {
  happen(event: DiskEvent): void
  /** One of the disks that the power may leave, file by file. */
  image(chance: Chance): ReadonlyMap<string, Buffer>
}

interface Inode {
  readonly isDirectory: boolean
  /** What is safe. */
  safe: Buffer
  pending: Change[]
}

type Change = { readonly offset: number; readonly bytes: Buffer } | { readonly size: number }

/** One step of a directory's journal: names that appear (with what they name) or go, together. */
type NameChange = readonly { readonly path: string; readonly inode: Inode | undefined }[]

interface OpenFile {
  readonly path: string
  readonly inode: Inode
  position: number
  /** Changes and names that were there when the sync began. */
  syncing: { changes: number; names: number }
}

/** What lies outside the directory, which is there and safe, is nothing to this. */
export function createRecordedDisk(directory: string): RecordedDisk {
  const safeNames = new Map<string, Inode>()
  const names = new Map<string, Inode>()
  const journals = new Map<string, NameChange[]>()
  const open = new Map<number, OpenFile>()
  const isOurs = (path: string) => path.startsWith(`${directory}/`) && !path.endsWith('-shm')

  function rename(parent: string, change: NameChange): void {
    journals.set(parent, [...(journals.get(parent) ?? []), change])
    for (const { path, inode } of change) {
      if (inode === undefined) names.delete(path)
      else names.set(path, inode)
    }
  }

  function openFile({ descriptor, path, isCreating, isTruncating }: Extract<DiskEvent, { type: 'opened' }>): void {
    open.delete(descriptor)
    const syncing = { changes: 0, names: 0 }
    if (path === directory) open.set(descriptor, { path, inode: { isDirectory: true, safe: empty, pending: [] }, position: 0, syncing })
    if (!isOurs(path)) return
    if (isCreating && !names.has(path)) rename(dirname(path), [{ path, inode: { isDirectory: false, safe: empty, pending: [] } }])
    const inode = names.get(path)
    if (inode === undefined) return
    if (isTruncating && !inode.isDirectory) inode.pending.push({ size: 0 })
    open.set(descriptor, { path, inode, position: 0, syncing })
  }

  function write(file: OpenFile, bytes: Buffer, offset = file.position): void {
    file.inode.pending.push({ offset, bytes })
    file.position = offset + bytes.length
  }

  function endSync({ path, inode, syncing }: OpenFile): void {
    inode.safe = applied(inode.safe, inode.pending.splice(0, syncing.changes))
    if (!inode.isDirectory) return
    for (const change of (journals.get(path) ?? []).splice(0, syncing.names)) settle(safeNames, change)
  }

  function happen(event: DiskEvent): void {
    const file = 'descriptor' in event ? open.get(event.descriptor) : undefined
    switch (event.type) {
      case 'opened':
        return openFile(event)
      case 'closed':
        return void open.delete(event.descriptor)
      case 'wrote':
        return file && write(file, event.bytes, event.offset)
      case 'truncated':
        return void file?.inode.pending.push({ size: event.size })
      case 'sync-began':
        if (file !== undefined) file.syncing = { changes: file.inode.pending.length, names: journals.get(file.path)?.length ?? 0 }
        return
      case 'sync-ended':
        return file && endSync(file)
      case 'made-directory':
        if (isOurs(event.path)) rename(dirname(event.path), [{ path: event.path, inode: { isDirectory: true, safe: empty, pending: [] } }])
        return
      case 'removed':
        if (names.has(event.path)) rename(dirname(event.path), [{ path: event.path, inode: undefined }])
        return
      case 'renamed':
      case 'linked':
        return place(event)
      case 'said':
        return
    }
  }

  /** From one directory to another the old name and the new one are safe by syncs of their own. */
  function place({ type, from, to }: Extract<DiskEvent, { type: 'renamed' | 'linked' }>): void {
    const inode = names.get(from)
    if (inode === undefined) return
    const gone = type === 'renamed' ? [{ path: from, inode: undefined }] : []
    if (dirname(from) === dirname(to)) return rename(dirname(to), [...gone, { path: to, inode }])
    rename(dirname(to), [{ path: to, inode }])
    if (gone.length > 0) rename(dirname(from), gone)
  }

  function image(chance: Chance): ReadonlyMap<string, Buffer> {
    const left = new Map(safeNames)
    for (const journal of journals.values()) for (const change of journal.slice(0, chance.integer(0, journal.length))) settle(left, change)
    const files = new Map<string, Buffer>()
    for (const [path, inode] of left) if (!inode.isDirectory && isReachable(left, path)) files.set(path, remains(inode, chance))
    return files
  }

  function isReachable(left: ReadonlyMap<string, Inode>, path: string): boolean {
    const parent = dirname(path)
    return parent === directory || (left.has(parent) && isReachable(left, parent))
  }

  return { happen, image }
}

const empty = Buffer.alloc(0)

function settle(names: Map<string, Inode>, change: NameChange): void {
  for (const { path, inode } of change) {
    if (inode === undefined) names.delete(path)
    else names.set(path, inode)
  }
}

/** What is safe, with some of the rest: all of it, none, whole writes, or single blocks of them, in any order. */
function remains({ safe, pending }: Inode, chance: Chance): Buffer {
  const way = chance.oneOf(['none', 'all', 'writes', 'blocks', 'sectors'])
  if (way === 'none' || pending.length === 0) return safe
  if (way === 'all') return applied(safe, pending)
  const kept = pending.flatMap((change) => parts(change, way === 'writes' ? Number.POSITIVE_INFINITY : way === 'blocks' ? 4096 : 512))
  const chosen = kept.filter(() => chance.happens(0.5)).map((change) => ({ change, key: chance.next() }))
  const inAnyOrder = chosen.sort((one, other) => one.key - other.key).map(({ change }) => change)
  return applied(safe, inAnyOrder)
}

/** The blocks of the disk that a write touches, each of which is written whole or not at all. */
function parts(change: Change, blockBytes: number): readonly Change[] {
  if ('size' in change || blockBytes === Number.POSITIVE_INFINITY) return [change]
  const { offset, bytes } = change
  const pieces: Change[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + blockBytes - ((offset + from) % blockBytes))
    pieces.push({ offset: offset + from, bytes: bytes.subarray(from, to) })
    from = to
  }
  return pieces
}

function applied(content: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return content
  const longest = Math.max(
    content.length,
    ...changes.map((change) => ('size' in change ? change.size : change.offset + change.bytes.length)),
  )
  const whole = Buffer.alloc(longest)
  content.copy(whole)
  let size = content.length
  for (const change of changes) {
    if ('size' in change) {
      // What is cut off does not come back when the file grows again.
      if (change.size < size) whole.fill(0, change.size, size)
      size = change.size
    } else {
      change.bytes.copy(whole, change.offset)
      size = Math.max(size, change.offset + change.bytes.length)
    }
  }
  return whole.subarray(0, size)
}
