// Owns: bringing the content of files to the replica. It never changes.
// Invariants: small content is on disk when the call returns, so it is there before the transaction that names it; what is large is copied beside,
// one after the other, for the log must not wait as long as that takes. Under its name there is the whole content or none.

import { existsSync, rmSync, statSync } from 'node:fs'
import { copyFile, open, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nextTurn } from '../next-turn.ts'
import { copySynced, namesIn } from './copy-beside.ts'
import { replicaPaths } from './replica-layout.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import { makeFolder, partSuffix, placeWhole, syncPath } from './write-whole.ts'

export interface ContentCopies {
  /** Copies small content, and begins to copy what is large; nothing where the replica has it already, or the file is gone. */
  begin(id: string): void
  /** The same of all that the replica lacks; others have their turn in between. */
  beginMissing(isOver: () => boolean): Promise<void>
  /** Resolves when the replica has all content that there was. */
  copyMissing(isOver: () => boolean): Promise<void>
  /** Resolves when nothing is under way any more; throws as `assertSound` does. */
  finish(): Promise<void>
  /** Throws what has gone wrong with large content since this was asked last. */
  assertSound(): void
}

/** A tenth of a second on most disks. */
const largeBytes = 16 * 1024 * 1024

export function createContentCopies({ directory, folder }: Pick<ShippingPorts, 'directory' | 'folder'>): ContentCopies {
  const under = new Set<string>()
  let queue: Promise<void> = Promise.resolve()
  let failure: { readonly error: unknown } | undefined

  function begin(id: string): void {
    const to = replicaPaths.file(folder, id)
    const from = replicaPaths.file(directory, id)
    const size = statSync(from, { throwIfNoEntry: false })?.size
    if (size === undefined || existsSync(to)) return
    if (size < largeBytes) return placeWhole(to, (part) => copySynced(from, part))
    if (under.has(id)) return
    under.add(id)
    queue = queue
      .then(() => copyLarge(from, to))
      .catch((error: unknown) => {
        failure = { error }
      })
      .finally(() => under.delete(id))
  }

  async function beginMissing(isOver: () => boolean): Promise<void> {
    for (const name of namesIn(join(directory, 'files'))) {
      if (!/^[0-9a-f]{2}$/.test(name)) continue
      const there = new Set(namesIn(join(folder, 'files', name)))
      for (const id of namesIn(join(directory, 'files', name))) {
        if (there.has(id) || !/^f_[0-9a-f]{32}$/.test(id)) continue
        if (isOver()) return
        begin(id)
        await nextTurn()
      }
    }
  }

  function assertSound(): void {
    const found = failure
    failure = undefined
    if (found !== undefined) throw found.error
  }

  async function finish(): Promise<void> {
    await queue
    assertSound()
  }

  return {
    begin,
    beginMissing,
    async copyMissing(isOver) {
      await beginMissing(isOver)
      await finish()
    },
    finish,
    assertSound,
  }
}

async function copyLarge(from: string, to: string): Promise<void> {
  const part = `${to}${partSuffix}`
  try {
    makeFolder(dirname(to))
    rmSync(part, { force: true })
    await copyFile(from, part)
    const file = await open(part, 'r')
    await file.sync().finally(() => file.close())
    await rename(part, to)
    syncPath(dirname(to))
  } catch (error) {
    rmSync(part, { force: true })
    // It was deleted meanwhile.
    if (existsSync(from)) throw error
  }
}
