import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Json } from '@millrace/engine'
import { CliError, usageError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** The value of `--data`: JSON, `@file` or `-` for standard input. */
export async function readData(given: string, host: Pick<Host, 'directory' | 'input'>): Promise<Json> {
  if (given === '-') return parse(await text(host.input), 'what came over standard input')
  if (!given.startsWith('@')) return parse(given, 'what is given')
  const file = given.slice(1)
  const bytes = await readGivenFile(resolve(host.directory, file), '--data')
  return parse(new TextDecoder().decode(bytes), file)
}

/** Reads a file that the user named; says which argument named it. */
export async function readGivenFile(path: string, argument: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new CliError(`${argument} names ${path}, but there is no such file.`, exitCode.usage)
    throw new CliError(`${argument} names ${path}, which cannot be read (${String(code ?? error)}).`, exitCode.failed, error)
  }
}

function parse(source: string, name: string): Json {
  try {
    return JSON.parse(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageError(`--data must be JSON, but ${name} is not: ${reason}. A text needs quotes: '"Ada"'.`)
  }
}
