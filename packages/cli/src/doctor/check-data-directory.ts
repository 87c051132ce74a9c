import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Finding, findingsIn } from './finding.ts'
import { lookAtPlace, type PlaceFacts } from './look-at-place.ts'

export interface DataDirectoryFacts extends PlaceFacts {
  readonly directory: string
  /** Median time of writing 4 KiB and waiting until they are on disk; undefined where nothing can be written. */
  readonly syncMs?: number
}

const { ok, warning, problem } = findingsIn('data directory')

const tooLittleBytes = 100e6
const littleBytes = 1e9
/** Each batch of steps waits for one such write. */
const slowSyncMs = 20

export function dataDirectoryFindings(facts: DataDirectoryFacts): readonly Finding[] {
  return [...standing(facts), ...room(facts), ...speed(facts)]
}

function standing({ directory, exists, isWritable, isMemory, mode }: DataDirectoryFacts): readonly Finding[] {
  if (!isWritable) return [problem(`${directory} cannot be written by this user`, 'Change its owner, or choose another with --data-dir.')]
  if (!exists) return [ok(`${directory} will be made at the first start`)]
  const openTo = mode & 0o077
  return [
    openTo === 0
      ? ok(`${directory} is there and writable`)
      : warning(`${directory} can be entered by other users (mode ${(mode & 0o777).toString(8)})`, `Run chmod 700 ${directory}`),
    ...(isMemory ? [warning('it lies in memory: all is lost with the machine', 'Choose a directory on a disk with --data-dir.')] : []),
  ]
}

function room({ freeBytes }: DataDirectoryFacts): readonly Finding[] {
  const message = `${(freeBytes / 1e9).toFixed(1)} GB free`
  if (freeBytes < tooLittleBytes) return [problem(message, 'Free some space: on a full disk new work is refused and running work pauses.')]
  if (freeBytes < littleBytes) return [warning(message, 'Free some space before it is used up.')]
  return [ok(message)]
}

function speed({ syncMs }: DataDirectoryFacts): readonly Finding[] {
  if (syncMs === undefined) return []
  const message = `4 KiB are written and on disk in ${syncMs.toFixed(syncMs < 10 ? 2 : 0)} ms`
  if (syncMs < slowSyncMs) return [ok(message)]
  return [warning(message, 'Every batch of steps waits for one such write: put the data on a faster or less busy disk.')]
}

export async function checkDataDirectory(directory: string): Promise<readonly Finding[]> {
  const place = await lookAtPlace(directory)
  const canMeasure = place.exists && place.isWritable
  return dataDirectoryFindings({ directory, ...place, ...(canMeasure && { syncMs: await measureSync(directory) }) })
}

/** In a file of its own beside the database, so that a running server only notices a busier disk for some milliseconds. */
async function measureSync(directory: string): Promise<number> {
  const path = join(directory, `doctor-${randomUUID()}.tmp`)
  const file = await open(path, 'wx', 0o600)
  try {
    const times: number[] = []
    for (let at = 0; at < 5; at += 1) {
      const begin = performance.now()
      await file.write(Buffer.alloc(4096, at), 0, 4096, at * 4096)
      await file.sync()
      times.push(performance.now() - begin)
    }
    return times.sort((a, b) => a - b)[2] ?? 0
  } finally {
    await file.close()
    await rm(path)
  }
}
