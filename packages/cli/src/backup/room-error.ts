import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { sizeText } from '../output/size-text.ts'

interface Wanted {
  readonly what: string
  readonly path: string
  readonly bytes: number
}

/** SQLITE_FULL: https://sqlite.org/rescode.html#full */
const sqliteFull = 13

/** What to do where a disk, or what one may have of it, is full; any other error as it is. */
export function roomError(error: unknown, { what, path, bytes }: Wanted): unknown {
  if (!isFull(error)) return error
  const message = `No room for ${what} at ${path}: nothing of it was kept. It takes ${sizeText(bytes)}: free as much, or name a place on another disk.`
  return new CliError(message, exitCode.failed, error)
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) || ('errcode' in error && error.errcode === sqliteFull)
}
