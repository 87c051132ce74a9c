import { readdir, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../secrets/write-durably.ts'

/** File by file: `rm` asks for all of them at once, and whatever else wants the disk waits behind a hundred thousand. */
export async function removeFolder(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(ignoreMissing)
  if (entries === undefined) return
  for (const entry of entries) {
    const inside = join(path, entry.name)
    if (entry.isDirectory()) await removeFolder(inside)
    else await unlink(inside).catch(ignoreMissing)
  }
  await rmdir(path).catch(ignoreMissing)
}

/** Somebody else was faster. */
function ignoreMissing(error: unknown): undefined {
  if (!isErrno(error, 'ENOENT')) throw error
}
