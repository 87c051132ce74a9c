import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

// Without promises: who ships has a thread of its own, and nothing to do before the disk has answered.

/** Under its name there is the whole file, or nothing new. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  placeWhole(path, (part) => {
    const file = openSync(part, 'wx', 0o600)
    try {
      writeAll(file, typeof content === 'string' ? Buffer.from(content) : content, 0)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  })
}

/** `write` makes a synced file of this name, which then gets its own. */
export function placeWhole(path: string, write: (part: string) => void): void {
  makeFolder(dirname(path))
  const part = `${path}${partSuffix}`
  rmSync(part, { force: true })
  try {
    write(part)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  syncPath(dirname(path))
}

/** How a file is called while it is written. */
export const partSuffix = '.part'

/** However little the disk takes at once. */
export function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, position + done)
}

/** For its owner only; durable with all that was made for it. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) syncPath(dirname(made))
}

/** A file, or a folder with the names in it. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
