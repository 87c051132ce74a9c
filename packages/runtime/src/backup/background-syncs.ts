import type { FileHandle } from 'node:fs/promises'

/** So that the disk has work from the start: by itself a system begins when a tenth of the memory waits to be written. */
export const syncEveryBytes = 64 * 1024 * 1024

/** Each keeps a thread of the pool waiting, and the others are needed to read and write. */
const mostAtOnce = 2

/** Syncs beside the work that goes on: the disk writes while the next bytes are read and checked, and many small files share its waiting. */
export interface BackgroundSyncs {
  /** Syncs what has been written so far, unless the file is being synced already. */
  begin(file: FileHandle): void
  /** Syncs a file to which nothing more is written, and closes it. Waits while many others are under way. */
  finish(file: FileHandle): Promise<void>
  /** Resolves when everything is on disk; rejects with the first failure. */
  done(): Promise<void>
}

export function createBackgroundSyncs(): BackgroundSyncs {
  const running = new Map<FileHandle, Promise<void>>()
  const failures: unknown[] = []

  function run(file: FileHandle, work: () => Promise<void>): void {
    const before = running.get(file)
    const ended = (before === undefined ? work() : before.then(work))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.get(file) === ended && running.delete(file))
    running.set(file, ended)
  }

  function assertSound(): void {
    if (failures.length > 0) throw failures[0]
  }

  return {
    begin(file) {
      if (!running.has(file) && running.size < mostAtOnce) run(file, () => file.datasync())
    },
    async finish(file) {
      run(file, () => file.sync().finally(() => file.close()))
      while (running.size > mostAtOnce) await Promise.race(running.values())
      assertSound()
    },
    async done() {
      await Promise.all(running.values())
      assertSound()
    },
  }
}
