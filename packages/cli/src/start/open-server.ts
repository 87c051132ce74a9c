import { createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import { createCanvases, createDrafts, systemClock } from '@millrace/runtime'
import { createServer, ListenError } from '@millrace/server'
import { CliError } from '../cli-error.ts'
import type { Composition } from '../compose.ts'
import { type Configuration, publicUrlOf } from '../configuration/read-configuration.ts'
import { exitCode } from '../exit-code.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { readN8n } from '../import/read-n8n.ts'
import { errorText } from '../output/error-text.ts'
import { readTemplates } from '../templates/read-templates.ts'
import { readVersion } from '../version.ts'
import { createLayoutFiles, type LayoutFiles } from './layout-files.ts'
import { createServerLog } from './server-log.ts'
import type { WorkflowFolder } from './workflow-folder.ts'

/** What `npm run build:editor` leaves. */
const editorDirectory = join(import.meta.dirname, '../../../editor/dist/app')

export interface OpenServer {
  /** The address to give to others. */
  readonly publicUrl: string
  readonly layouts: LayoutFiles
  close(): Promise<void>
}

/** Opens the socket; resolves when webhooks are served. */
export async function openServer(
  configuration: Configuration,
  parts: Composition,
  workflowFolder: WorkflowFolder,
  host: Host,
): Promise<OpenServer> {
  const {
    driver,
    workflows,
    store,
    connections,
    files,
    keepRules,
    retention,
    watchdog,
    registry,
    schedules,
    tables,
    backups,
    polls,
    bus,
    dispatcher,
    secrets,
    fetch,
    answerAddresses,
  } = parts
  const publicUrl = publicUrlOf(configuration)
  const drafts = createDrafts({
    store,
    workflows,
    files: workflowFolder,
    clock: systemClock,
    onTrouble: (error) => host.err.write(`${errorText(error)}\n`),
  })
  const canvases = createCanvases(store)
  const tellTrouble = (message: string): void => host.err.write(`! ${message}\n`)
  const layouts = createLayoutFiles({ canvases, drafts, files: workflowFolder.files, onTrouble: tellTrouble })
  const server = createServer({
    drafts,
    canvases,
    driver,
    answerAddresses,
    workflows,
    store,
    connections,
    files,
    keepRules,
    retention,
    watchdog,
    schedules,
    tables,
    ...(backups !== undefined && { backups }),
    polls,
    bus,
    dispatcher,
    registry,
    secrets,
    fetch,
    publicUrl,
    clock: systemClock,
    version: readVersion(),
    log: createServerLog(host),
    editorDirectory,
    templates: readTemplates(),
    readN8n,
    fileOf: (id) => shownFile(workflowFolder.fileOf(id), host),
  })
  try {
    await layouts.look()
    const { close } = await server.listen({ port: configuration.port.value })
    return {
      publicUrl,
      layouts,
      async close() {
        await close()
        drafts.close()
        await layouts.close()
      },
    }
  } catch (error) {
    throw listenError(error, configuration)
  }
}

function shownFile(file: string | undefined, { directory }: Host): string | undefined {
  return file === undefined ? undefined : shownPath(file, directory)
}

function listenError(error: unknown, { port: { value, origin } }: Configuration): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const port = `Port ${value} (${origin === 'default' ? 'the default' : origin})`
  if (error instanceof ListenError && error.code === 'PORT_TAKEN') {
    return new CliError(`${port} is in use: end what listens there, or choose another with --port.`, exitCode.failed, error)
  }
  if (code === 'EACCES') return new CliError(`${port} needs rights that this user lacks: choose one above 1023.`, exitCode.failed, error)
  return error
}

/** The address stands in answers and at waiting steps, so it must be known before the socket is open. */
export async function withFreePort(configuration: Configuration): Promise<Configuration> {
  const { port } = configuration
  return port.value === 0 ? { ...configuration, port: { ...port, value: await freePort() } } : configuration
}

/** A port that nobody listens on just now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket()
    socket.on('error', reject)
    socket.listen(0, '127.0.0.1', () => {
      const address = socket.address()
      socket.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
