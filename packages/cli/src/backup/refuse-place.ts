import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { usageError } from '../cli-error.ts'

/** Throws a usage error where no file of this name can be written: before a copy of everything is made for nothing. */
export function refusePlace(path: string): void {
  const folder = dirname(path)
  try {
    if (isDirectory(path)) throw usageError(`FILE names ${path}, which is a directory: name a file in it.`)
    if (!isDirectory(folder)) throw usageError(`FILE lies in ${folder}, which is no directory: make it first.`)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw usageError(
      `FILE lies in ${folder}, where nothing can be written (${'code' in error ? error.code : error.message}): name another place.`,
    )
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
