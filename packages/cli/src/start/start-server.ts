import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { StoreError } from '@millrace/store'
import { account } from '../account.ts'
import { CliError } from '../cli-error.ts'
import { type Composition, compose } from '../compose.ts'
import { type Configuration, readConfiguration } from '../configuration/read-configuration.ts'
import { unknownVariables } from '../configuration/unknown-variables.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { portNotice } from '../instance/choose-port.ts'
import { findServer } from '../instance/find-server.ts'
import { noteServer } from '../instance/note-server.ts'
import { onFreePort } from '../instance/on-free-port.ts'
import { readServerRecord } from '../instance/server-record.ts'
import { errorText } from '../output/error-text.ts'
import { createPaint } from '../output/paint.ts'
import { countOf } from '../output/problem-text.ts'
import { readVersion } from '../version.ts'
import { curlLine } from './curl-line.ts'
import { giveBackMemory } from './give-back-memory.ts'
import { type OpenServer, openServer } from './open-server.ts'
import { tellNews } from './tell-news.ts'
import { tellReplica } from './tell-replica.ts'
import { watchFolder } from './watch-folder.ts'
import { createWorkflowFolder, type FolderNews, isLoaded, type WorkflowFolder } from './workflow-folder.ts'

export interface StartOptions {
  readonly directory: string | undefined
  readonly port: string | undefined
  readonly dataDirectory: string | undefined
  readonly replica: string | undefined
  readonly replicaKeep: string | undefined
}

/** Serves until it is asked to end. Resolves when all that was recorded is on disk. */
export async function startServer({ directory: named, ...given }: StartOptions, host: Host): Promise<ExitCode> {
  const asked = readConfiguration({ ...host, ...given })
  const directory = findDirectory(named, host)
  for (const warning of unknownVariables(host.environment)) host.err.write(`! ${warning}\n`)
  const record = readServerRecord(asked.dataDirectory.value)
  const wish = { port: asked.port, kept: record?.isPortNamed === false ? record.port : undefined }
  // The address stands in answers and at waiting steps, so it must be known before the socket is open.
  await onFreePort(wish, (value) => {
    const configuration = { ...asked, port: { ...asked.port, value } }
    return serveFolder({ configuration, directory, instanceId: record?.id ?? randomUUID(), notice: portNotice(wish, value) }, host)
  })
  return exitCode.ok
}

interface ServeOptions {
  readonly configuration: Configuration
  readonly directory: string
  readonly instanceId: string
  /** Why it listens where nobody would look first. */
  readonly notice: string | undefined
}

async function serveFolder({ configuration, directory, instanceId, notice }: ServeOptions, host: Host): Promise<void> {
  const parts = await open(configuration, host)
  try {
    const folder = createWorkflowFolder(directory, parts.workflows)
    const news = await folder.scan()
    await parts.listeners.open([account])
    if (parts.replica?.isSameDisk) host.err.write('! The replica lies on the disk of the data: when that is lost, both are.\n')
    const server = await openServer({ configuration, parts, folder, instanceId }, host)
    // Whoever can find it can ask it to end: by what is noted of it, or by what it tells.
    const asked = untilAsked(host)
    const forget = noteServer(configuration, instanceId, host)
    try {
      tellStart({ news, server, directory, configuration, notice }, host)
      // Node writes it at an orderly end only; a server that is killed would start slowly each time.
      flushCompileCache()
      await serve({ parts, folder, directory, server, asked }, host)
    } finally {
      await server.close()
      forget()
    }
  } finally {
    await parts.close()
  }
}

function findDirectory(given: string | undefined, { directory }: Host): string {
  const chosen = given ?? ['workflows', 'examples'].find((name) => existsSync(resolve(directory, name)))
  if (chosen === undefined) {
    throw new CliError(
      'There are no workflows here: make the first one with "millrace init", or name a directory, which may be empty: millrace start DIR.',
    )
  }
  const path = resolve(directory, chosen)
  if (!existsSync(path)) throw new CliError(`There is no directory ${chosen}: name the one with your workflow files.`, exitCode.usage)
  return path
}

async function open(configuration: Configuration, host: Host): Promise<Composition> {
  try {
    return await compose({
      configuration,
      environment: host.environment,
      keepIn: 'data-directory',
      onTrouble: (error) => host.err.write(`${errorText(error)}\n`),
      onFatal: (error) => leave(error, host),
      onReplica: (status) => tellReplica(status, host),
    })
  } catch (error) {
    if (error instanceof StoreError && error.code === 'STORE_IN_USE') throw await inUse(error, configuration.dataDirectory.value)
    throw error instanceof StoreError && error.fatal ? new CliError(error.message, exitCode.fatal, error) : error
  }
}

/** Says where the other one is, if it can be known. */
async function inUse(error: StoreError, dataDirectory: string): Promise<CliError> {
  const found = await findServer(dataDirectory)
  const place = found.status === 'running' ? ` It is ${found.url}; "millrace stop --data-dir ${dataDirectory}" ends it.` : ''
  return new CliError(`${error.message}${place}`, exitCode.failed, error)
}

function leave(error: unknown, host: Host): never {
  host.err.write(
    `The store can no longer be trusted, so Millrace ends: ${errorText(error)}\nStart it again: it recovers what was acknowledged.\n`,
  )
  return host.exit(exitCode.fatal)
}

interface Started {
  readonly news: readonly FolderNews[]
  readonly server: OpenServer
  readonly directory: string
  readonly configuration: Configuration
  readonly notice: string | undefined
}

function tellStart({ news, server, directory, configuration, notice }: Started, host: Host): void {
  const { out } = host
  const paint = createPaint(out)
  if (notice !== undefined) out.write(`${paint('yellow', '!')} ${notice}${forwardText(configuration)}\n\n`)
  tellNews(news, host, server.publicUrl)
  const loaded = news.filter(isLoaded)
  const broken = news.length - loaded.length
  const counts = `${countOf(loaded.length, 'workflow')}${broken === 0 ? '' : `, ${broken} left out`}`
  out.write(`\nMillrace ${readVersion()} on ${paint('bold', server.publicUrl)}\n`)
  out.write(`  workflows  ${shownPath(directory, host.directory)} (${counts})\n`)
  out.write(`  data       ${shownPath(configuration.dataDirectory.value, host.directory)}\n`)
  if (configuration.replica.value !== undefined) out.write(`  replica    ${shownPath(configuration.replica.value, host.directory)}\n`)
  const line = curlLine(news, server.publicUrl, host.directory)
  if (line !== undefined) out.write(`\nTry:\n  ${line}\n`)
}

/** A proxy in front goes to the port that it was told. */
function forwardText({ publicUrl, port }: Configuration): string {
  return publicUrl.value === undefined ? '' : ` What forwards ${publicUrl.value} here must go to port ${port.value}.`
}

interface Served {
  readonly parts: Composition
  readonly folder: WorkflowFolder
  readonly directory: string
  readonly server: OpenServer
  /** Resolves when somebody asks for the end. */
  readonly asked: Promise<void>
}

/** Resolves when somebody asks for the end. A second Ctrl-C ends the process at once; a second `stop` or `kill` wants no more than the first. */
function untilAsked(host: Host): Promise<void> {
  const asked = Promise.withResolvers<void>()
  let isEnding = false
  host.onInterrupt((signal) => {
    if (isEnding && signal === 'SIGINT') host.exit(exitCode.interrupted)
    if (isEnding) return
    isEnding = true
    host.out.write('\nStopping: what runs goes on at the next start.\n')
    asked.resolve()
  })
  return asked.promise
}

async function serve({ parts, folder, directory, server, asked }: Served, host: Host): Promise<void> {
  const look = async (): Promise<readonly FolderNews[]> => {
    const news = await folder.scan()
    await server.layouts.look()
    return news
  }
  const watch = watchFolder(
    directory,
    { scan: look },
    {
      onNews: (news) => tellNews(news, host, server.publicUrl),
      onError: (error) =>
        host.err.write(`The workflow files are not loaded for now, and what was loaded keeps serving: ${errorText(error)}\n`),
    },
  )
  try {
    const count = await parts.driver.resume()
    parts.retention.start()
    parts.watchdog.start()
    await parts.schedules.open()
    await parts.polls.open()
    await parts.dispatcher.open()
    giveBackMemory()
    if (count > 0) host.out.write(`\n${countOf(count, 'execution')} of before go on.\n`)
    await asked
  } finally {
    await watch.close()
  }
}
