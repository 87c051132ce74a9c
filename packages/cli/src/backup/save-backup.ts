import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createBackgroundSyncs, syncEveryBytes, writeBackup } from '@millrace/runtime'
import { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase } from '@millrace/store-sqlite'
import { createApiClient } from '../api/api-client.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { wholeBody } from '../files/whole-body.ts'
import type { Host } from '../host.ts'
import { sizeText } from '../output/size-text.ts'
import { readVersion } from '../version.ts'
import { inBlocks } from './in-blocks.ts'
import { refusePlace } from './refuse-place.ts'
import { roomError } from './room-error.ts'
import { tellProgress } from './tell-progress.ts'
import { untilInterrupt } from './until-interrupt.ts'

interface SaveOptions {
  readonly file: string
  readonly dataDirectory: string | undefined
  readonly server: string | undefined
  readonly holdsKey: boolean
}

interface Source {
  readonly size: number
  readonly body: AsyncIterable<Uint8Array>
}

/** Writes a backup under another name first: a file of its name is always whole. */
export async function saveBackup(options: SaveOptions, host: Host): Promise<void> {
  const path = resolve(host.directory, options.file)
  refusePlace(path)
  const { size, body } =
    options.dataDirectory === undefined ? await askServer(options, host) : await readDirectory(options.dataDirectory, options, host)
  const between = `${path}.${randomBytes(4).toString('hex')}.part`
  const progress = tellProgress('Backup', size, host)
  try {
    const written = await writeSynced(between, untilInterrupt(body, host), progress.at)
    if (written !== size) throw new CliError('The backup broke off: nothing was kept. Try again.', exitCode.failed)
    await rename(between, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(between, { force: true })
    throw roomError(error, { what: 'the backup', path, bytes: size })
  } finally {
    progress.end()
  }
  const key = options.holdsKey ? 'With the key that opens its secrets: keep it safe.' : 'Without the encryption key: keep that elsewhere.'
  host.err.write(`Saved as ${options.file}, ${sizeText(size)}. ${key}\n`)
}

async function askServer({ server, holdsKey }: SaveOptions, host: Host): Promise<Source> {
  const response = await createApiClient(host, server).download('/backup', { key: holdsKey })
  return { size: Number(response.headers.get('content-length')), body: wholeBody(response) }
}

async function readDirectory(given: string, { holdsKey }: SaveOptions, host: Host): Promise<Source> {
  const directory = resolve(host.directory, given)
  if (!existsSync(join(directory, 'millrace.db'))) {
    throw new CliError(`There is no database in "${directory}": check --data-dir.`, exitCode.notFound)
  }
  return writeBackup({
    snapshots: { damagesIn, filesInSnapshot, isDatabase, snapshotDatabase },
    directory,
    millrace: readVersion(),
    holdsKey,
    now: Date.now,
  })
}

async function writeSynced(path: string, body: AsyncIterable<Uint8Array>, onProgress: (bytes: number) => void): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  const syncs = createBackgroundSyncs()
  let written = 0
  try {
    for await (const part of inBlocks(body)) {
      await file.writeFile(part)
      written += part.length
      onProgress(written)
      if (written % syncEveryBytes === 0) syncs.begin(file)
    }
  } finally {
    await syncs.finish(file)
  }
  await syncs.done()
  return written
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
