import { constants, openAsBlob } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Json } from '@millrace/engine'
import { CliError, usageError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** The value of `--data`, or of the argument named: JSON, `@file` or `-` for standard input. */
export async function readData(given: string, host: Pick<Host, 'directory' | 'input'>, argument = '--data'): Promise<Json> {
  if (given === '-') return parse(await text(host.input), 'what came over standard input', argument)
  if (!given.startsWith('@')) return parse(given, 'what is given', argument)
  const file = given.slice(1)
  const bytes = await readGivenFile(resolve(host.directory, file), argument)
  return parse(new TextDecoder().decode(bytes), file, argument)
}

/** Reads a file that the user named; says which argument named it. */
export async function readGivenFile(path: string, argument: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw unreadable(error, path, argument)
  }
}

/** The same as a blob, which is read from the disk only as it is sent. */
export async function openGivenFile(path: string, argument: string): Promise<Blob> {
  try {
    await access(path, constants.R_OK)
    return await openAsBlob(path)
  } catch (error) {
    throw unreadable(error, path, argument)
  }
}

function unreadable(error: unknown, path: string, argument: string): CliError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return new CliError(`${argument} names ${path}, but there is no such file.`, exitCode.usage)
  return new CliError(`${argument} names ${path}, which cannot be read (${String(code ?? error)}).`, exitCode.failed, error)
}

function parse(source: string, name: string, argument: string): Json {
  try {
    return JSON.parse(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageError(`${argument} must be JSON, but ${name} is not: ${reason}. A text needs quotes: '"Ada"'.`)
  }
}
