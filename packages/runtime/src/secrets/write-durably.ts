import { randomBytes } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { failPoint } from '@millrace/store'

/** Replaces the file as a whole: after a crash it holds the old content or the new, never a part. Readable by its owner only. */
export async function replaceDurably(path: string, content: string): Promise<void> {
  await withTemporary(path, content, (temporary) => rename(temporary, path))
}

/** Creates the file as a whole, or leaves it alone when it exists already. Says which. */
export async function createDurably(path: string, content: string): Promise<'created' | 'exists'> {
  return withTemporary(path, content, async (temporary) => {
    try {
      // A link, because a rename would replace what another process has just created.
      await link(temporary, path)
      return 'created'
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
      return 'exists'
    }
  })
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function withTemporary<Result>(path: string, content: string, place: (temporary: string) => Promise<Result>): Promise<Result> {
  const directory = dirname(path)
  await makeDirectoryDurably(directory)
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeSynced(temporary, content)
    failPoint('durable-write-synced')
    const result = await place(temporary)
    await syncDirectory(directory)
    failPoint('durable-write-placed')
    return result
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeSynced(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** For its owner only, with those above it: what is synced inside is lost all the same if a directory on the way to it is. */
export async function makeDirectoryDurably(path: string): Promise<void> {
  const whole = resolve(path)
  const first = await mkdir(whole, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = whole; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made))
}

/** A new name is durable only when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
