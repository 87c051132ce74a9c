import { resolve } from 'node:path'
import { type RestoreProgress, RuntimeError, restoreReplica } from '@millrace/runtime'
import { roomError } from '../backup/room-error.ts'
import { tellProgress } from '../backup/tell-progress.ts'
import { CliError } from '../cli-error.ts'
import { readConfiguration } from '../configuration/read-configuration.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { countOf } from '../output/problem-text.ts'
import { logPlayer } from './log-player.ts'

interface RestoreFromReplica {
  readonly replica: string
  readonly dataDirectory: string | undefined
  /** ISO text. */
  readonly at: string | undefined
}

export async function restoreFromReplica({ replica, dataDirectory, at }: RestoreFromReplica, host: Host): Promise<void> {
  const { value: directory } = readConfiguration({ ...host, dataDirectory }).dataDirectory
  const progress = tellParts(host)
  const stop = abortAtInterrupt(host)
  try {
    const restored = await restoreReplica({
      folder: resolve(host.directory, replica),
      directory,
      at: at === undefined ? undefined : Date.parse(at),
      player: logPlayer,
      signal: stop.signal,
      onProgress: progress.at,
    })
    progress.end()
    host.err.write(
      `Restored to ${directory}, as it was at ${new Date(restored.at).toISOString()}, with ${countOf(restored.files, 'file')}.`,
    )
    host.err.write(`${missingText(restored.missing)}\n`)
    host.err.write(
      'The encryption key is not in a replica: put encryption.key there, or set MILLRACE_ENCRYPTION_KEY, to open secrets and connections.\n',
    )
  } catch (error) {
    progress.end()
    if (error instanceof RuntimeError) throw new CliError(error.message, exitCode.failed, error)
    throw roomError(error, { what: 'what is restored', path: directory, bytes: progress.bytes() })
  } finally {
    stop.end()
  }
}

function missingText(missing: readonly string[]): string {
  if (missing.length === 0) return ''
  const named = missing.slice(0, 3).join(', ')
  return ` The replica does not have the content of ${countOf(missing.length, 'file')} more (${named}${missing.length > 3 ? ', …' : ''}): what reads one is told so.`
}

const titles = { database: 'Database', log: 'Log', files: 'Files' } as const

/** Each part has a line of its own to fill. */
function tellParts(host: Host) {
  let part: RestoreProgress['part'] | undefined
  let bar: ReturnType<typeof tellProgress> | undefined
  let most = 0
  return {
    at({ part: now, bytes, total }: RestoreProgress) {
      if (now !== part) {
        bar?.end()
        bar = tellProgress(titles[now], total, host)
      }
      part = now
      most = Math.max(most, total)
      bar?.at(bytes)
    },
    end: () => bar?.end(),
    bytes: () => most,
  }
}

/** The first Ctrl-C leaves nothing behind, a second one ends the process at once. */
function abortAtInterrupt(host: Pick<Host, 'onInterrupt' | 'exit'>): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const end = host.onInterrupt(() => {
    if (controller.signal.aborted) host.exit(exitCode.interrupted)
    controller.abort(new CliError('Stopped: nothing was kept.', exitCode.failed))
  })
  return { signal: controller.signal, end }
}
