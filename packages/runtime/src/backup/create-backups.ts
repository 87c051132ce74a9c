import { RuntimeError } from '../errors.ts'
import { removeStages } from './stage-backup.ts'
import { streamParts } from './stream-parts.ts'
import { type BackupOptions, type BackupStream, writeBackup } from './write-backup.ts'

/** Whoever stops reading for so long must not keep others from theirs, nor the room of a second database. */
const stalledAfterMs = 5 * 60_000

/** Backups of a running instance, one at a time. */
export interface Backups {
  /** Rejects with `BACKUP_RUNNING` while one is being read. */
  write(options: Pick<BackupOptions, 'holdsKey'>): Promise<BackupStream>
}

export function createBackups(options: Omit<BackupOptions, 'holdsKey'>): Backups {
  let isRunning = false
  return {
    async write({ holdsKey }) {
      if (isRunning) throw new RuntimeError('BACKUP_RUNNING', 'A backup is being made already: wait for its end.')
      isRunning = true
      try {
        // Only the owner of the directory: a command beside it may be writing a backup too.
        await removeStages(options.directory)
        const backup = await writeBackup({ ...options, holdsKey })
        const over = (): void => {
          isRunning = false
        }
        const body = streamParts(backup.body[Symbol.asyncIterator](), { over, stalledAfterMs })
        return { ...backup, body }
      } catch (error) {
        isRunning = false
        throw error
      }
    },
  }
}
