import { join } from 'node:path'
import { createCanvases, createDrafts, systemClock } from '@millrace/runtime'
import { createServer } from '@millrace/server'
import type { Composition } from '../compose.ts'
import { type Configuration, publicUrlOf } from '../configuration/read-configuration.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { createParsePort } from '../import/parse-port.ts'
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

interface OpenOptions {
  readonly configuration: Configuration
  readonly parts: Composition
  readonly folder: WorkflowFolder
  readonly instanceId: string
}

/** Opens the socket; resolves when webhooks are served. */
export async function openServer({ configuration, parts, folder, instanceId }: OpenOptions, host: Host): Promise<OpenServer> {
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
    replica,
    polls,
    triggerNews,
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
    files: folder,
    clock: systemClock,
    onTrouble: (error) => host.err.write(`${errorText(error)}\n`),
  })
  const canvases = createCanvases(store)
  const tellTrouble = (message: string): void => host.err.write(`! ${message}\n`)
  const layouts = createLayoutFiles({ canvases, drafts, files: folder.files, onTrouble: tellTrouble })
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
    ...(replica !== undefined && { replica }),
    polls,
    triggerNews,
    bus,
    dispatcher,
    registry,
    secrets,
    fetch,
    publicUrl,
    clock: systemClock,
    version: readVersion(),
    instance: { id: instanceId, name: configuration.name.value },
    log: createServerLog(host, configuration),
    editorDirectory,
    templates: readTemplates(),
    readN8n,
    parse: createParsePort(parts),
    fileOf: (id) => shownFile(folder.fileOf(id), host),
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
    drafts.close()
    await layouts.close()
    throw error
  }
}

function shownFile(file: string | undefined, { directory }: Host): string | undefined {
  return file === undefined ? undefined : shownPath(file, directory)
}
