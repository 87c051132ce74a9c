import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../backup/backup-files.ts'
import type { ContentCopies } from './content-copies.ts'
import { hashOf } from './hash-of.ts'
import { type BaseFacts, timelinePaths } from './replica-layout.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import { makeFolder, syncPath, writeWhole } from './write-whole.ts'

type Copied = Pick<BaseFacts, 'bytes' | 'sha256'>

interface Making extends Pick<ShippingPorts, 'directory' | 'snapshots'> {
  /** The path of the timeline. */
  readonly timeline: string
  readonly base: number
  readonly contents: Pick<ContentCopies, 'copyMissing'>
  isOver(): boolean
}

/** Copies the database, and all that its rows name; of use once `writeBase` has said from where on. */
export async function copyBase({ directory, snapshots, timeline, base, contents, isOver }: Making): Promise<Copied> {
  const path = timelinePaths.base(timeline, base)
  rmSync(path, { recursive: true, force: true })
  makeFolder(path)
  const file = timelinePaths.baseDatabase(timeline, base)
  await snapshots.snapshotDatabase(join(directory, databaseFile), file)
  await contents.copyMissing(isOver)
  chmodSync(file, 0o600)
  syncPath(file)
  syncPath(path)
  const { size, sha256 } = await hashOf(file)
  return { bytes: size, sha256 }
}

export function writeBase(timeline: string, base: number, facts: BaseFacts): void {
  writeWhole(timelinePaths.baseFacts(timeline, base), `${JSON.stringify(facts)}\n`)
}
