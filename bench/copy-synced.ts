import { execFile } from 'node:child_process'
import { copyFile, open } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The least that a way back can take: the same bytes read, written and on disk. */
export async function copySynced(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  const file = await open(to, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What comes back after a disaster does not lie in memory. GNU's dd can say so to Linux; elsewhere it may be read faster than from a disk. */
export async function forgetPages(file: string): Promise<void> {
  await run('dd', [`if=${file}`, 'iflag=nocache', 'count=0']).catch((error: unknown) =>
    console.error(`  ${file} may lie in memory: ${error}`),
  )
}
