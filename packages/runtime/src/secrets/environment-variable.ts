import { readFile } from 'node:fs/promises'
import { secretsError } from './secrets-error.ts'

/** The variable, or the content of the file that `<variable>_FILE` names, without its last line break. */
export async function readVariable(environment: NodeJS.Dict<string>, variable: string): Promise<string | undefined> {
  const value = environment[variable]
  if (value !== undefined && value !== '') return value
  const path = environment[`${variable}_FILE`]
  if (path === undefined || path === '') return undefined
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
  } catch (error) {
    throw secretsError.unreadableFile(`${variable}_FILE`, path, error)
  }
}
