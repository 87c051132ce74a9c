// Owns: what lies beside the database, as it was last: secrets, and the accounts' own databases.
// Does not own: the content of files.

import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile, secretsFile } from '../backup/backup-files.ts'
import { namesBelow } from '../backup/names-below.ts'
import type { Snapshots } from '../backup/stage-backup.ts'
import { isErrno } from '../secrets/write-durably.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import { makeFolder, placeWhole } from './write-whole.ts'

type Places = Pick<ShippingPorts, 'directory' | 'folder'>

export function copySynced(from: string, to: string): void {
  copyFileSync(from, to)
  const file = openSync(to, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return []
    throw error
  }
}

/** A large database that is written all the time would be copied all the time: it rests for so many times as long as its copy took. */
const restTimes = 10

interface LatestCopying extends Places, Pick<ShippingPorts, 'now'> {
  readonly snapshots: Snapshots
}

/** Copies what has changed since its last call, at first all. */
export function createLatestCopies({ directory, folder, snapshots, now }: LatestCopying): () => Promise<void> {
  const stamps = new Map<string, string>()
  const rests = new Map<string, { readonly from: number; readonly ms: number }>()

  async function look(): Promise<void> {
    const names = [secretsFile, ...(await namesBelow(directory, 'accounts'))]
    for (const name of names) {
      const stamp = stampOf(join(directory, name))
      if (stamp === undefined || stamp === stamps.get(name) || isResting(name)) continue
      const begunAt = now()
      await copyLatest(name)
      const from = now()
      rests.set(name, { from, ms: restTimes * (from - begunAt) })
      stamps.set(name, stamp)
    }
    // Unless all of the data is gone.
    if (existsSync(join(directory, databaseFile))) forget(new Set(names))
  }

  /** Not while the clock of the machine has been set back. */
  function isResting(name: string): boolean {
    const { from, ms } = rests.get(name) ?? { from: 0, ms: 0 }
    return now() >= from && now() - from < ms
  }

  async function copyLatest(name: string): Promise<void> {
    const from = join(directory, name)
    const to = join(folder, name)
    try {
      // An empty one may be a database that somebody is about to fill.
      if (statSync(from).size === 0 || !snapshots.isDatabase(from)) return placeWhole(to, (part) => copySynced(from, part))
      const copy = `${to}.copy`
      makeFolder(join(to, '..'))
      rmSync(copy, { force: true })
      await snapshots.snapshotDatabase(from, copy)
      placeWhole(to, (part) => {
        copySynced(copy, part)
        rmSync(copy)
      })
    } catch (error) {
      // It was removed meanwhile: the next look sees that.
      if (existsSync(from)) throw error
    }
  }

  /** What was deleted is not to come back. */
  function forget(names: ReadonlySet<string>): void {
    for (const name of stamps.keys()) {
      if (names.has(name) && existsSync(join(directory, name))) continue
      rmSync(join(folder, name), { force: true })
      stamps.delete(name)
      rests.delete(name)
    }
  }

  return look
}

/** Changes with the file, or with the log beside it when it is a database. */
function stampOf(path: string): string | undefined {
  const stamps = [path, `${path}-wal`].map((one) => {
    const stat = statSync(one, { throwIfNoEntry: false })
    return stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`
  })
  return stamps[0] === undefined ? undefined : stamps.join(' ')
}
