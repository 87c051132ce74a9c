import { constants, existsSync } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What there is to know of a directory, or of the nearest one above it that there is. */
export interface PlaceFacts {
  /** Whether the directory itself is there. */
  readonly exists: boolean
  readonly isWritable: boolean
  readonly mode: number
  readonly freeBytes: number
  /** Whether it lies in memory, as /tmp often does. */
  readonly isMemory: boolean
}

export async function lookAtPlace(directory: string): Promise<PlaceFacts> {
  const nearest = nearestExisting(directory)
  const [{ bavail, bsize, type }, { mode }, isWritable] = await Promise.all([statfs(nearest), stat(nearest), canWrite(nearest)])
  return { exists: nearest === directory, isWritable, mode, freeBytes: bavail * bsize, isMemory: type === tmpfs }
}

/** TMPFS_MAGIC, statfs(2). */
const tmpfs = 0x01021994

function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(dirname(directory))
}

function canWrite(directory: string): Promise<boolean> {
  return access(directory, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}
