import { StoreError } from '@millrace/store'

/** Primary result codes, https://sqlite.org/rescode.html. */
const perm = 3
const busy = 5
const locked = 6
const readOnly = 8
const ioError = 10
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26
/** No room to make the file of the WAL's index longer: a full disk, although SQLite calls it an I/O error. */
const noRoomForIndex = 4874

/** The store's name for what SQLite reports. What is none of these is a bug of ours and stays as it is. */
export function storeErrorOf(error: unknown, file: string): unknown {
  const code = resultCode(error)
  if (code === undefined) return error
  if (code === noRoomForIndex) return noRoom(file, error)
  switch (code & 0xff) {
    case full:
      return noRoom(file, error)
    case busy:
    case locked:
      return new StoreError('STORE_IN_USE', `"${file}" is locked by another program: end what has it open, e.g. a database browser.`, error)
    case corrupt:
    case notADatabase:
      return new StoreError('STORE_CORRUPT', `"${file}" is damaged or no Millrace database: put a backup in its place.`, error)
    case ioError:
    case cannotOpen:
    case readOnly:
    case perm:
      return new StoreError(
        'STORE_FAILED',
        `"${file}" failed (${text(error)}): check the disk and the directory's owner, then start again.`,
        error,
      )
    default:
      return error
  }
}

function noRoom(file: string, cause: unknown): StoreError {
  return new StoreError('STORE_FULL', `No room left for "${file}": nothing was written. Free some space; work goes on by itself.`, cause)
}

/** Whether SQLite has found a file to be damaged, or no database at all. */
export function isDamage(error: unknown): error is Error {
  return hasCode(error, corrupt) || isNoDatabase(error)
}

export function isNoDatabase(error: unknown): error is Error {
  return hasCode(error, notADatabase)
}

/** Of one code there are several kinds, in the higher bits. */
function hasCode(error: unknown, primary: number): boolean {
  const code = resultCode(error)
  return code !== undefined && (code & 0xff) === primary
}

/** The extended result code of an error that node:sqlite threw. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
