import { mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { RuntimeError } from '../errors.ts'
import { isErrno, makeDirectoryDurably, syncDirectory } from '../secrets/write-durably.ts'
import { type BackgroundSyncs, createBackgroundSyncs } from './background-syncs.ts'

/**
 * Makes a directory whole or not at all: `fill` writes everything into a folder beside it, with the syncs of its files, and then the folder gets
 * its name. Throws `DIRECTORY_IN_USE` where something lies already.
 */
export async function makeWholeDirectory<T>(directory: string, fill: (folder: string, syncs: BackgroundSyncs) => Promise<T>): Promise<T> {
  const target = resolve(directory)
  await assertFree(target)
  await makeDirectoryDurably(dirname(target))
  const folder = await mkdtemp(join(dirname(target), `.${basename(target)}-restoring-`))
  const syncs = createBackgroundSyncs()
  try {
    const filled = await fill(folder, syncs)
    await syncs.done()
    await syncFolders(folder)
    await rmdir(target).catch(ignoreMissing)
    await rename(folder, target)
    await syncDirectory(dirname(target))
    return filled
  } catch (error) {
    // Nothing may be written to what is being removed; why it failed is known.
    await syncs.done().catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function assertFree(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  if (names.length === 0) return
  throw new RuntimeError('DIRECTORY_IN_USE', `"${directory}" is not empty: name a new directory, or move this one away.`)
}

async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await syncFolders(join(folder, entry.name))
  await syncDirectory(folder)
}

function ignoreMissing(error: unknown): void {
  if (!isErrno(error, 'ENOENT')) throw error
}
