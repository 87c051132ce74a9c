import { copyFile, link, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StoreError } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { mapInTurns } from '../map-in-turns.ts'
import { isErrno } from '../secrets/write-durably.ts'
import { databaseFile, keyFile, secretsFile } from './backup-files.ts'
import { namesBelow } from './names-below.ts'
import { removeFolder } from './remove-folder.ts'

/** What the adapter of the store brings. */
export interface Snapshots {
  /** Whether the file is a database. Asked of the adapter: to open and close a file of its own drops the locks that this process holds on it. */
  isDatabase(file: string): boolean
  /** Copies a database as it is at one moment, while others write to it. Throws `STORE_CORRUPT` where damage forbids it. */
  snapshotDatabase(file: string, to: string): Promise<void>
  /** What is damaged in a snapshot; empty when it is sound. */
  damagesIn(file: string): readonly string[]
  /** The files that belong to a snapshot. */
  filesInSnapshot(file: string): Iterable<string>
}

export interface Staged {
  /** Paths below the folder, as they are called in the backup. */
  readonly names: readonly string[]
  /** Files whose rows are in the snapshot and whose content is gone. */
  readonly missing: readonly string[]
}

interface StageOptions {
  readonly snapshots: Snapshots
  readonly directory: string
  /** Empty, and on the same disk if it may be. */
  readonly folder: string
  readonly holdsKey: boolean
}

/**
 * Collects what belongs into a backup in a folder where nothing changes any more. The files of before the snapshot are linked first, so that one
 * which is deleted meanwhile is still there; those that came since follow.
 */
export async function stageBackup({ snapshots, directory, folder, holdsKey }: StageOptions): Promise<Staged> {
  const early = await namesBelow(directory, 'files')
  for (const name of early) await linkInto(folder, directory, name)
  await copySound(snapshots, directory, folder)
  const rows = await mapInTurns(snapshots.filesInSnapshot(join(folder, databaseFile)), (id) => `files/${id.slice(2, 4)}/${id}`)
  const linked = new Set(early)
  const missing: string[] = []
  for (const name of rows) if (!linked.has(name) && !(await linkInto(folder, directory, name))) missing.push(name)
  const others = [secretsFile, ...(holdsKey ? [keyFile] : []), ...(await namesBelow(directory, 'accounts'))]
  const copied: string[] = []
  for (const name of others) if (await copyInto(folder, directory, name, snapshots)) copied.push(name)
  const gone = new Set(missing)
  return { names: [databaseFile, ...rows.filter((name) => !gone.has(name)), ...copied], missing }
}

/** Looks through the copy now, while something can be done about it, and not when all depends on the backup. */
async function copySound({ snapshotDatabase, damagesIn }: Snapshots, directory: string, folder: string): Promise<void> {
  const copy = join(folder, databaseFile)
  await snapshotDatabase(join(directory, databaseFile), copy).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'STORE_CORRUPT' ? damaged(directory, error.message) : error
  })
  const [damage] = damagesIn(copy)
  if (damage !== undefined) throw damaged(directory, damage)
}

function damaged(directory: string, damage: string): RuntimeError {
  return new RuntimeError(
    'DATABASE_DAMAGED',
    `The database in "${directory}" is damaged (${damage}), and a backup of it could not be restored: keep the backups there are, ask "millrace doctor", and restore the last one.`,
  )
}

/** Content of files never changes. Whether there was one. */
async function linkInto(folder: string, directory: string, name: string): Promise<boolean> {
  const to = join(folder, name)
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await link(join(directory, name), to).catch(async (error: unknown) => {
      // Some disks have no links, and another disk has none to here.
      if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK'].some((code) => isErrno(error, code))) throw error
      await copyFile(join(directory, name), to)
    })
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

async function copyInto(folder: string, directory: string, name: string, { isDatabase, snapshotDatabase }: Snapshots): Promise<boolean> {
  const from = join(directory, name)
  const to = join(folder, name)
  try {
    const { size } = await stat(from)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    // An empty one may be a database that somebody is about to fill.
    if (size === 0) await writeFile(to, '')
    else await (isDatabase(from) ? snapshotDatabase(from, to) : copyFile(from, to))
    return true
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false
    throw error
  }
}

/** What a process that died has left of its backups. */
export async function removeStages(directory: string): Promise<void> {
  const left = (await readdir(directory)).filter((name) => name.startsWith(stagePrefix))
  for (const name of left) await removeFolder(join(directory, name))
}

export const stagePrefix = '.backup-'
