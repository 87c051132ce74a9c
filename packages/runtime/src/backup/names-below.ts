import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../secrets/write-durably.ts'
import { isBackupName } from './backup-files.ts'

/** The paths of what lies below, sorted; without what SQLite keeps beside its databases, and what half written files are called. */
export async function namesBelow(directory: string, name: string): Promise<readonly string[]> {
  const path = join(directory, name)
  const found = await stat(path).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  })
  if (found === undefined) return []
  if (!found.isDirectory()) return isBackupName(name) && !/-(wal|shm|journal)$/.test(name) ? [name] : []
  const names: string[] = []
  for (const entry of (await readdir(path)).sort()) names.push(...(await namesBelow(directory, `${name}/${entry}`)))
  return names
}
