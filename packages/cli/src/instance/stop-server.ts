import { setTimeout as delay } from 'node:timers/promises'
import { isDirectoryOwned } from '@millrace/store-sqlite'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { type FoundServer, findServer } from './find-server.ts'
import { pidSpace } from './pid-space.ts'

/** Between two looks whether it has ended: a look costs nothing to speak of. */
const lookEveryMs = 50

/** Asks the server of a data directory to end, and waits until it has: all that it recorded is on disk then. */
export async function stopServer(directory: string, host: Host): Promise<void> {
  const shown = shownPath(directory, host.directory)
  const { pid, url } = processOf(await findServer(directory), shown)
  host.err.write(`Stopping ${url} (process ${pid}) …\n`)
  ask(pid, url)
  // The lock, and not the process: one that nobody waits for stays in the list of processes after its end.
  while (isDirectoryOwned(directory)) await delay(lookEveryMs)
  host.out.write(`Stopped. Nothing is lost: what was running goes on at the next start on ${shown}.\n`)
}

function processOf(found: FoundServer, shown: string): { readonly pid: number; readonly url: string } {
  if (found.status === 'stopped') throw new CliError(`No server runs on ${shown}: name its directory with --data-dir.`, exitCode.notFound)
  if (found.status === 'silent') throw new CliError(silentText(found, shown))
  const { process, url } = found
  if (process.pidSpace === pidSpace()) return { pid: process.pid, url }
  throw new CliError(`The server at ${url} runs in another container: end it from in there.`)
}

/** Why nothing is known of the process that has the directory, and what to do about it. */
export function silentText({ url, process }: Extract<FoundServer, { readonly status: 'silent' }>, shown: string): string {
  const noted = url === undefined || process === undefined ? '' : ` The last server was process ${process.pid} at ${url}.`
  return (
    `${shown} is in use, and no server answers for it: one may be starting or ending, "millrace run" may be at work, ` +
    `or it runs in a container or on another machine. Try again, or end it where it runs.${noted}`
  )
}

function ask(pid: number, url: string): void {
  try {
    process.kill(pid, 'SIGTERM')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // It has ended by itself meanwhile.
    if (code === 'ESRCH') return
    if (code !== 'EPERM') throw error
    throw new CliError(
      `The server at ${url} belongs to another user: stop it as that one, or as root (kill ${pid}).`,
      exitCode.notAllowed,
      error,
    )
  }
}
