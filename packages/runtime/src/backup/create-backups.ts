import { RuntimeError } from '../errors.ts'
import { removeStages } from './stage-backup.ts'
import { streamParts } from './stream-parts.ts'
import type { BackupOptions, BackupStream } from './write-backup.ts'

/** Whoever stops reading for so long must not keep others from theirs, nor the room of a second database. */
const stalledAfterMs = 5 * 60_000

/** Backups of a running instance, one at a time. */
export interface Backups {
  /** Rejects with `BACKUP_RUNNING` while one is being read. */
  write(options: Pick<BackupOptions, 'holdsKey'>): Promise<BackupStream>
}

interface BackupsOptions extends Backups {
  readonly directory: string
}

/** Of what `write` makes of the directory. */
export function createBackups({ directory, write }: BackupsOptions): Backups {
  let isRunning = false
  return {
    async write({ holdsKey }) {
      if (isRunning) throw new RuntimeError('BACKUP_RUNNING', 'A backup is being made already: wait for its end.')
      isRunning = true
      try {
        // Only the owner of the directory: a command beside it may be writing a backup too.
        await removeStages(directory)
        const backup = await write({ holdsKey })
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
