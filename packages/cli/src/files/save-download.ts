import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { wholeBody } from './whole-body.ts'

/**
 * Saves the body, whole or not at all, and says under which name. Without a name given, the answer's own is taken, and nothing is
 * overwritten.
 */
export async function saveDownload(
  response: Response,
  given: string | undefined,
  { directory, onInterrupt }: Pick<Host, 'directory' | 'onInterrupt'>,
): Promise<string> {
  const name = given ?? ownName(response)
  const path = resolve(directory, name)
  const place = await (given === undefined ? newPlace(path) : placeOf(path)).catch((error: unknown) => {
    throw cannotBeWritten(name, error)
  })
  const interrupt = new AbortController()
  const stopListening = onInterrupt(() => interrupt.abort())
  try {
    for await (const part of wholeBody(response, interrupt.signal)) await place.file.writeFile(part)
    await place.finish()
  } catch (error) {
    await place.drop()
    throw error instanceof CliError ? error : cannotBeWritten(name, error)
  } finally {
    stopListening()
  }
  return name
}

function cannotBeWritten(name: string, error: unknown): CliError {
  const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
  const message = isThere
    ? `There is a file ${name} here already: name another with --to.`
    : `${name} cannot be written (${error instanceof Error ? error.message : String(error)}).`
  return new CliError(message, exitCode.failed, error)
}

/** Where a download goes to: it counts once it is finished. Either way the file is closed. */
interface Place {
  readonly file: FileHandle
  finish(): Promise<void>
  drop(): Promise<void>
}

async function newPlace(path: string): Promise<Place> {
  const file = await open(path, 'wx')
  return { file, finish: () => file.close(), drop: () => discard(file, path) }
}

/** What is there stays until all of the new content is there too. A pipe or a device is written as it comes, for nothing can take its place. */
async function placeOf(path: string): Promise<Place> {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there !== undefined && !there.isFile()) {
    const file = await open(path, 'w')
    return { file, finish: () => file.close(), drop: () => file.close() }
  }
  const target = there === undefined ? path : await realpath(path)
  const between = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  const file = await open(between, 'wx')
  return {
    file,
    async finish() {
      if (there !== undefined) await file.chmod(there.mode & 0o7777)
      await file.sync()
      await file.close()
      await rename(between, target)
    },
    drop: () => discard(file, between),
  }
}

async function discard(file: FileHandle, path: string): Promise<void> {
  await file.close()
  await rm(path, { force: true })
}

/** A server may say anything: only a plain name in this folder counts. */
function ownName(response: Response): string {
  const [, encoded = ''] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? []
  const name = basename(decodeURIComponent(encoded).replaceAll('\\', '/'))
  return name === '' || name.startsWith('.') ? 'download' : name
}
