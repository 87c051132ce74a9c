import { stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { ImportError, type ImportResult, importN8n } from '@millrace/importers'
import { CliError, usageError } from '../cli-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { replaceFile } from '../files/replace-file.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { readGivenFile } from '../run/read-data.ts'
import { tellNotes } from './tell-notes.ts'

export interface ImportOptions {
  readonly file: string
  readonly to: string | undefined
  /** `replace` writes over a file that exists. */
  readonly mode: 'create' | 'replace'
  readonly format: 'text' | 'json'
}

export async function importFile({ file, to, mode, format }: ImportOptions, host: Host): Promise<ExitCode> {
  if (mode === 'replace' && to === undefined) throw usageError('--force needs --to: without it nothing is written.')
  const result = convert(await readJson(file, host), file)
  if (to !== undefined) await write({ file: to, mode, content: result.yaml }, host)
  if (format === 'json') {
    host.out.write(
      `${JSON.stringify({ id: result.id, ...(to !== undefined && { file: to }), yaml: result.yaml, notes: result.notes }, null, 2)}\n`,
    )
    return exitCode.ok
  }
  if (to === undefined) host.out.write(result.yaml)
  else host.out.write(`Wrote ${to}.\n`)
  tellNotes(result.notes, host.err)
  return exitCode.ok
}

async function readJson(file: string, host: Host): Promise<unknown> {
  const source =
    file === '-' ? await text(host.input) : new TextDecoder().decode(await readGivenFile(resolve(host.directory, file), 'FILE'))
  try {
    return JSON.parse(source)
  } catch (error) {
    throw new CliError(`${nameOf(file)} is not JSON: ${errorText(error)}. Export the workflow from n8n with Download.`)
  }
}

function convert(json: unknown, file: string): ImportResult {
  try {
    return importN8n(json)
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    throw new CliError(`${nameOf(file)} cannot be imported. ${error.message}`, exitCode.failed, error)
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'What came over standard input' : file
}

interface Write {
  readonly file: string
  readonly mode: ImportOptions['mode']
  readonly content: string
}

async function write({ file, mode, content }: Write, { directory }: Host): Promise<void> {
  const path = resolve(directory, file)
  const exists = await stat(path).then(
    () => true,
    (error: unknown) => !(error instanceof Error && 'code' in error && error.code === 'ENOENT'),
  )
  try {
    if (mode === 'replace' && exists) await replaceFile(path, content)
    else await writeFile(path, content, { flag: 'wx' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') throw new CliError(`${file} exists already: it was left as it is. Name another file, or give --force.`)
    throw new CliError(`${file} cannot be written: ${errorText(error)}.`, exitCode.failed, error)
  }
}
