import { readFileSync } from 'node:fs'
import { isErrno } from '../secrets/write-durably.ts'

/** What is in a file of ours, unchecked; undefined where there is none, or nothing that can be read. */
export function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined // An object, whatever is in it.
  } catch (error) {
    if (error instanceof SyntaxError || isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}
