// Owns: the way from a replica to a data directory, and every check that nothing of it is missing.
// Does not own: what is in segments and databases, which the adapter of the store knows, and which moment is meant.
// Invariants: the directory is whole or not made at all. What it holds is all that was shipped up to one moment and nothing after it; what is
// missing or changed in the replica is told as damage and never left out, but for the content of single files, which is told too.

import { copyFile, mkdir, open } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { BackgroundSyncs } from '../backup/background-syncs.ts'
import { databaseFile } from '../backup/backup-files.ts'
import { makeWholeDirectory } from '../backup/make-whole-directory.ts'
import { RuntimeError } from '../errors.ts'
import { nextTurn } from '../next-turn.ts'
import { isErrno } from '../secrets/write-durably.ts'
import { copyHashed } from './copy-hashed.ts'
import type { LogPlayer } from './log-player.ts'
import { type PlannedSegment, planRestore, type RestorePlan, replicaDamaged } from './plan-restore.ts'
import { readReplica } from './read-replica.ts'
import { timelinePaths } from './replica-layout.ts'
import { restoreContents, restoreLatest } from './restore-contents.ts'

export interface RestoreReplicaOptions {
  /** The replica. A server may go on shipping to it. */
  readonly folder: string
  /** Must not be there, or be empty. */
  readonly directory: string
  /** In ms since 1970: as it was then. Everything that was shipped when left out. */
  readonly at?: number | undefined
  readonly player: LogPlayer
  readonly signal?: AbortSignal
  onProgress?(progress: RestoreProgress): void
}

export interface RestoreProgress {
  readonly part: 'database' | 'log' | 'files'
  readonly bytes: number
  readonly total: number
}

export interface RestoredReplica {
  /** In ms since 1970: everything that had been shipped until then is there. */
  readonly at: number
  readonly timeline: number
  readonly files: number
  /** Files whose rows are there, and whose content the replica does not have. */
  readonly missing: readonly string[]
}

/** Makes a data directory of a replica. Throws `REPLICA_INVALID`, `REPLICA_DAMAGED`, `REPLICA_OUT_OF_REACH` or `DIRECTORY_IN_USE`. */
export async function restoreReplica(options: RestoreReplicaOptions): Promise<RestoredReplica> {
  const { folder, directory, at } = options
  if (`${resolve(directory)}/`.startsWith(`${resolve(folder)}/`)) {
    throw new RuntimeError('DIRECTORY_IN_USE', `"${directory}" lies in the replica: name a directory elsewhere.`)
  }
  const plan = planRestore(await readReplica(folder), at)
  try {
    return await makeWholeDirectory(directory, (stage, syncs) => fill(plan, { ...options, stage, syncs }))
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
    const gone = error instanceof Error && 'path' in error ? String(error.path) : 'a file'
    throw replicaDamaged(`${gone} has gone meanwhile`, 'a server that ships deletes what is older than its --replica-keep: try again.')
  }
}

interface Filling extends RestoreReplicaOptions {
  readonly stage: string
  readonly syncs: BackgroundSyncs
}

async function fill(plan: RestorePlan, filling: Filling): Promise<RestoredReplica> {
  const { player, stage, syncs, folder, signal } = filling
  const database = join(stage, databaseFile)
  await copyBase(plan, filling, database)
  await playSegments(plan, filling, database)
  const [damage] = player.contradictionsIn(database)
  if (damage !== undefined) throw doesNotFit(plan, damage)
  player.leaveReplica(database)
  await syncs.finish(await open(database, 'r+'))
  await mkdir(join(stage, 'files'), { recursive: true, mode: 0o700 })
  const contents = { folder, stage, syncs, signal, player, onProgress: filling.onProgress }
  const files = await restoreContents(database, contents)
  await restoreLatest(contents)
  return { at: plan.moment.at, timeline: plan.timeline.number, ...files }
}

/** Though each of its bytes is what was written. */
function doesNotFit({ timeline }: RestorePlan, damage: string): RuntimeError {
  return replicaDamaged(misfit(timeline, damage), 'name an earlier moment with --at, or take a backup.')
}

function misfit({ folder }: RestorePlan['timeline'], damage: string): string {
  return `what comes of ${folder} does not fit together, says SQLite (${damage})`
}

/** Puts the database of a plan together in a folder for that, where it is left, and says what does not fit though each byte is what was written. */
export async function misfitsOf(plan: RestorePlan, player: LogPlayer, scratch: string): Promise<readonly string[]> {
  const database = join(scratch, databaseFile)
  await copyFile(timelinePaths.baseDatabase(plan.timeline.folder, plan.base.number), database)
  await playSegments(plan, { player }, database)
  return player.contradictionsIn(database).map((damage) => misfit(plan.timeline, damage))
}

async function copyBase({ timeline, base }: RestorePlan, { syncs, signal, onProgress }: Filling, to: string): Promise<void> {
  const from = timelinePaths.baseDatabase(timeline.folder, base.number)
  await mkdir(dirname(to), { recursive: true })
  let bytes = 0
  const onBytes = (count: number): void => {
    bytes += count
    onProgress?.({ part: 'database', bytes, total: base.bytes })
  }
  const { size, sha256 } = await copyHashed({ from, to, syncs, signal, onBytes }).catch((error: unknown) => {
    throw isErrno(error, 'ENOENT') ? replicaDamaged(`${from} is missing`) : error
  })
  if (size === base.bytes && sha256 === base.sha256) return
  const advice = `delete ${timelinePaths.base(timeline.folder, base.number)} to restore from an older copy, if there is one.`
  throw replicaDamaged(`${from} is not what was written`, advice)
}

type Playing = Pick<Filling, 'player' | 'signal' | 'onProgress'>

async function playSegments({ segments, moment }: RestorePlan, { player, signal, onProgress }: Playing, database: string): Promise<void> {
  const walk = player.walkSegments()
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1
    const bytes = soundBytes(segment, { walk, isLast, isAfter: segment.number > moment.segment })
    player.playSegment(database, segment.path, bytes)
    onProgress?.({ part: 'log', bytes: index + 1, total: segments.length })
    // For whoever wants to interrupt.
    await nextTurn()
    signal?.throwIfAborted()
  }
}

interface Looking {
  readonly walk: ReturnType<LogPlayer['walkSegments']>
  /** Nothing follows that needs the whole of it. */
  readonly isLast: boolean
  /** It lies behind the last moment: what is torn in it was never said to be safe. */
  readonly isAfter: boolean
}

/** How much of a segment is played. Throws `REPLICA_DAMAGED` when something is missing in it. */
function soundBytes({ path, upTo, atLeast }: PlannedSegment, { walk, isLast, isAfter }: Looking): number {
  const { bytes, size, flaw } = walk(path, upTo)
  if (flaw !== undefined && !(isAfter && isLast)) throw replicaDamaged(`${path} ${flaw}`)
  if (bytes < atLeast) throw replicaDamaged(`${path} is whole up to byte ${bytes} of ${atLeast}`)
  if (!isLast && bytes !== size) throw replicaDamaged(`${path} is not what was written, from byte ${bytes} on`)
  return bytes
}
