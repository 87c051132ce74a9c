import { resolve } from 'node:path'
import { usageError } from '../cli-error.ts'
import type { Host } from '../host.ts'
import { createVariableReader, type Setting, type VariableReader } from './variable-reader.ts'

interface DataDirectorySource {
  /** Where relative paths begin. */
  readonly directory: string
  /** From the command line; it wins. */
  readonly dataDirectory?: string | undefined
}

export function readDataDirectory(reader: VariableReader, { directory, dataDirectory }: DataDirectorySource): Setting<string> {
  if (dataDirectory === '') reader.refuse('--data-dir', 'is empty: name a directory.')
  const given = dataDirectory ? { value: dataDirectory, origin: '--data-dir' } : reader.text('MILLRACE_DATA_DIR')
  return { value: resolve(directory, given?.value ?? '.millrace'), origin: given?.origin ?? 'default' }
}

/** For a command that needs no other setting: no mistake in another one may stand in its way. */
export function findDataDirectory({ environment, directory }: Pick<Host, 'environment' | 'directory'>, dataDirectory?: string): string {
  const reader = createVariableReader(environment)
  const { value } = readDataDirectory(reader, { directory, dataDirectory })
  const [mistake] = reader.mistakes
  if (mistake !== undefined) throw usageError(mistake)
  return value
}
