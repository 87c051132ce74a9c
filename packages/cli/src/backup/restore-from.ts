import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { RuntimeError, restoreBackup } from '@millrace/runtime'
import { inspectSqliteStore } from '@millrace/store-sqlite'
import { CliError, usageError } from '../cli-error.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { countOf } from '../output/problem-text.ts'
import { roomError } from './room-error.ts'
import { tellProgress } from './tell-progress.ts'
import { untilInterrupt } from './until-interrupt.ts'

interface RestoreFrom {
  readonly file: string
  readonly dataDirectory: string | undefined
}

export async function restoreFrom({ file, dataDirectory }: RestoreFrom, host: Host): Promise<void> {
  const { value: directory } = readConfiguration({ ...host, dataDirectory }).dataDirectory
  const path = resolve(host.directory, file)
  const size = await sizeOf(path)
  const progress = tellProgress('Restore', size, host)
  try {
    const facts = await restoreBackup({
      content: untilInterrupt(createReadStream(path, { highWaterMark: 1024 * 1024 }), host),
      directory,
      damagesIn: (folder) => inspectSqliteStore({ directory: folder })?.damages ?? [],
      onProgress: progress.at,
    })
    progress.end()
    const missing = facts.missing.length === 0 ? '' : ` ${countOf(facts.missing.length, 'file')} had been deleted meanwhile.`
    const key = facts.holdsKey
      ? ''
      : '\nThe encryption key is not in it: put encryption.key there, or set MILLRACE_ENCRYPTION_KEY, to open secrets and connections.'
    host.err.write(`Restored to ${directory}, as it was at ${facts.createdAt}, with ${countOf(facts.files, 'file')}.${missing}${key}\n`)
  } catch (error) {
    progress.end()
    if (error instanceof RuntimeError) throw new CliError(error.message, exitCode.failed, error)
    throw roomError(error, { what: 'what is restored', path: directory, bytes: size })
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw usageError(`FILE names ${path}, which cannot be read (${error instanceof Error ? error.message : String(error)}).`)
  })
  if (found.isDirectory()) throw usageError(`FILE names ${path}, which is a directory: name the backup in it.`)
  return found.size
}
