import { type ExitCode, exitCode } from '../exit-code.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { durationText } from '../output/duration-text.ts'
import { createPaint } from '../output/paint.ts'
import { type FoundReplica, type FoundServer, findServer } from './find-server.ts'
import { silentText } from './stop-server.ts'

/** Says whether a server runs on a data directory, and which. */
export async function tellStatus(directory: string, format: 'json' | 'text', host: Host): Promise<ExitCode> {
  const found = await findServer(directory)
  const text = format === 'json' ? `${JSON.stringify(statusView(found, directory), null, 2)}\n` : statusText(found, directory, host)
  host.out.write(text)
  return exitCodes[found.status]
}

const exitCodes = {
  running: exitCode.ok,
  silent: exitCode.failed,
  stopped: exitCode.notFound,
} as const satisfies Record<FoundServer['status'], ExitCode>

function statusView({ process, ...found }: FoundServer & { readonly process?: object }, dataDirectory: string): object {
  return { ...found, dataDirectory, ...process }
}

function statusText(found: FoundServer, directory: string, host: Host): string {
  const shown = shownPath(directory, host.directory)
  if (found.status === 'stopped') return `No server runs on ${shown}: start one with "millrace start".\n`
  if (found.status === 'silent') return `${silentText(found, shown)}\n`
  const { url, id, name, uptimeSeconds, process, replica } = found
  const lines = [
    `${name} runs on ${createPaint(host.out)('bold', url)}`,
    `  data     ${shown}`,
    `  process  ${process.pid}, Millrace ${process.version}`,
    `  since    ${process.startedAt} (${durationText(uptimeSeconds * 1000)})`,
    `  id       ${id}`,
    ...(replica === undefined ? [] : [`  replica  ${replicaText(replica, host)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function replicaText({ state, directory, lagMs, error }: FoundReplica, host: Host): string {
  const lag = lagMs > 0 ? `, ${durationText(lagMs)} behind` : ''
  const more = error ?? (state === 'copying' ? 'until the database is copied, only what was shipped before can be restored' : undefined)
  return `${shownPath(directory, host.directory)} (${state}${lag}${more === undefined ? '' : `: ${more}`})`
}
