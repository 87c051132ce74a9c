import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Puts a new content in the place of a file's, whole or not at all, with the same permissions. A link stays one.
 * The name of the file in between begins with a dot, so that a server that watches the folder passes it over.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const target = await realpath(path)
  const { mode } = await stat(target)
  const between = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  try {
    const file = await open(between, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.chmod(mode & 0o7777) // What `open` was told is cut by the umask.
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(between, target)
  } catch (error) {
    await rm(between, { force: true })
    throw error
  }
}
