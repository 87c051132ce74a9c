import { copyFile, mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { BackgroundSyncs } from '../backup/background-syncs.ts'
import { namesBelow } from '../backup/names-below.ts'
import { mapInTurns } from '../map-in-turns.ts'
import { isErrno } from '../secrets/write-durably.ts'
import { copyHashed } from './copy-hashed.ts'
import type { LogPlayer } from './log-player.ts'
import { replicaDamaged } from './plan-restore.ts'
import { latestFiles, replicaPaths } from './replica-layout.ts'
import type { RestoredReplica, RestoreProgress } from './restore-replica.ts'

interface Contents {
  /** The replica. */
  readonly folder: string
  readonly stage: string
  readonly syncs: BackgroundSyncs
  readonly player: LogPlayer
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: RestoreProgress) => void) | undefined
}

/** Copies the content of the files that the restored database has, each compared with what its row says of it. */
export async function restoreContents(database: string, options: Contents): Promise<Pick<RestoredReplica, 'files' | 'missing'>> {
  const { folder, stage, syncs, signal, player, onProgress } = options
  const rows = await mapInTurns(player.contentsIn(database), (row) => row)
  const total = rows.reduce((sum, { size }) => sum + size, 0)
  const missing: string[] = []
  let bytes = 0
  for (const { id, sha256 } of rows) {
    const from = replicaPaths.file(folder, id)
    const to = join(stage, relative(folder, from))
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    const copied = await copyHashed({ from, to, syncs, signal }).catch(ignoreMissing)
    if (copied === undefined) missing.push(id)
    else if (copied.sha256 !== sha256) throw replicaDamaged(`${from} is not what was kept`, 'delete it to restore without it.')
    bytes += copied?.size ?? 0
    onProgress?.({ part: 'files', bytes, total })
  }
  return { files: rows.length - missing.length, missing }
}

/** Copies what is as it was last. */
export async function restoreLatest({ folder, stage, syncs, player }: Contents): Promise<void> {
  const names = [...(await namesBelow(folder, latestFiles.secrets)), ...(await namesBelow(folder, latestFiles.accounts))]
  for (const name of names) {
    const to = join(stage, name)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await copyFile(join(folder, name), to)
    if (!(await isSound(name, to, player))) throw replicaDamaged(`${join(folder, name)} is damaged`, 'delete it to restore without it.')
    await syncs.finish(await open(to, 'r+'))
  }
}

/** As far as can be told by looking at it. */
async function isSound(name: string, path: string, player: LogPlayer): Promise<boolean> {
  if (name === latestFiles.secrets) return isJson(await readFile(path, 'utf8'))
  return (await stat(path)).size === 0 || !player.isDatabase(path) || player.damagesIn(path).length === 0
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return false
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isErrno(error, 'ENOENT')) throw error
}
