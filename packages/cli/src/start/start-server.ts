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
import { errorText } from '../output/error-text.ts'
import { createPaint } from '../output/paint.ts'
import { countOf } from '../output/problem-text.ts'
import { readVersion } from '../version.ts'
import { curlLine } from './curl-line.ts'
import { giveBackMemory } from './give-back-memory.ts'
import { type OpenServer, openServer, withFreePort } from './open-server.ts'
import { tellNews } from './tell-news.ts'
import { watchFolder } from './watch-folder.ts'
import { createWorkflowFolder, type FolderNews, isLoaded, type WorkflowFolder } from './workflow-folder.ts'

export interface StartOptions {
  readonly directory: string | undefined
  readonly port: string | undefined
  readonly dataDirectory: string | undefined
}

/** Serves until it is asked to end. Resolves when all that was recorded is on disk. */
export async function startServer(options: StartOptions, host: Host): Promise<ExitCode> {
  const given = { ...host, port: options.port, dataDirectory: options.dataDirectory }
  const configuration = await withFreePort(readConfiguration(given))
  const directory = findDirectory(options.directory, host)
  for (const warning of unknownVariables(host.environment)) host.err.write(`! ${warning}\n`)
  const parts = await open(configuration, host)
  try {
    const folder = createWorkflowFolder(directory, parts.workflows)
    const news = await folder.scan()
    await parts.listeners.open([account])
    const server = await openServer(configuration, parts, folder, host)
    try {
      tellStart({ news, server, directory, configuration }, host)
      // Node writes it at an orderly end only; a server that is killed would start slowly each time.
      flushCompileCache()
      await serve({ parts, folder, directory, server }, host)
    } finally {
      await server.close()
    }
  } finally {
    await parts.close()
  }
  return exitCode.ok
}

function findDirectory(given: string | undefined, { directory }: Host): string {
  const chosen = given ?? ['workflows', 'examples'].find((name) => existsSync(resolve(directory, name)))
  if (chosen === undefined) {
    throw new CliError('There are no workflows here: make the first one with "millrace init", or name a directory: millrace start DIR.')
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
    })
  } catch (error) {
    throw error instanceof StoreError && error.fatal ? new CliError(error.message, exitCode.fatal, error) : error
  }
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
}

function tellStart({ news, server, directory, configuration }: Started, host: Host): void {
  const { out } = host
  const paint = createPaint(out)
  tellNews(news, host, server.publicUrl)
  const loaded = news.filter(isLoaded)
  const broken = news.length - loaded.length
  const counts = `${countOf(loaded.length, 'workflow')}${broken === 0 ? '' : `, ${broken} left out`}`
  out.write(`\nMillrace ${readVersion()} on ${paint('bold', server.publicUrl)}\n`)
  out.write(`  workflows  ${shownPath(directory, host.directory)} (${counts})\n`)
  out.write(`  data       ${shownPath(configuration.dataDirectory.value, host.directory)}\n`)
  const line = curlLine(news, server.publicUrl, host.directory)
  if (line !== undefined) out.write(`\nTry:\n  ${line}\n`)
}

interface Served {
  readonly parts: Composition
  readonly folder: WorkflowFolder
  readonly directory: string
  readonly server: OpenServer
}

/** Resolves when somebody asks for the end; a second time, and the process ends at once. */
async function serve({ parts, folder, directory, server }: Served, host: Host): Promise<void> {
  const asked = Promise.withResolvers<void>()
  let isEnding = false
  host.onInterrupt(() => {
    if (isEnding) host.exit(exitCode.interrupted)
    isEnding = true
    host.out.write('\nStopping: what runs goes on at the next start.\n')
    asked.resolve()
  })
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
    await asked.promise
  } finally {
    await watch.close()
  }
}
