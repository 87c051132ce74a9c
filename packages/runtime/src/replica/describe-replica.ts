import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isErrno } from '../secrets/write-durably.ts'
import { hashOf } from './hash-of.ts'
import type { LogPlayer } from './log-player.ts'
import { planRestore, reachOf } from './plan-restore.ts'
import { type Base, readReplica, type Timeline } from './read-replica.ts'
import { replicaPaths, timelinePaths } from './replica-layout.ts'
import { misfitsOf } from './restore-replica.ts'

export interface DescribedReplica {
  readonly folder: string
  readonly timelines: readonly DescribedTimeline[]
  /** What is damaged, each as a sentence without its end. */
  readonly damages: readonly string[]
}

export interface DescribedTimeline {
  readonly timeline: number
  /** ISO text: from when to when it can be restored; absent while it has no whole copy of the database. */
  readonly from?: string
  readonly to?: string
  readonly bases: number
  readonly segments: number
  /** Of all of them, without the content of files. */
  readonly bytes: number
}

interface DescribeOptions {
  readonly folder: string
  /** When there is one, every byte is looked through, and the database put together for a trial where the system has temporary files. */
  readonly player?: LogPlayer | undefined
  onProgress?(bytes: number, total: number): void
}

/** Says what a replica holds, while a server may go on shipping to it. Throws `REPLICA_INVALID`. */
export async function describeReplica({ folder, player, onProgress }: DescribeOptions): Promise<DescribedReplica> {
  const { newest, timelines } = await readReplica(folder)
  const damages = timelines.flatMap(({ flaws }) => flaws)
  if ((timelines.at(-1)?.number ?? 0) !== newest) damages.push(`${replicaPaths.timeline(folder, newest)} is missing`)
  const described: DescribedTimeline[] = []
  for (const timeline of timelines) described.push(await describeTimeline(timeline))
  if (player === undefined) return { folder, timelines: described, damages }
  const total = described.reduce((sum, { bytes }) => sum + bytes, 0)
  let done = 0
  const onBytes = (count: number): void => {
    done += count
    onProgress?.(done, total)
  }
  for (const timeline of timelines) {
    damages.push(...(await damagesInBases(timeline, onBytes)), ...damagesInSegments(timeline, player, onBytes))
  }
  if (damages.length === 0) damages.push(...(await damagesInContents(folder, timelines, player)))
  // What is whole byte by byte may still lack something in between.
  if (damages.length === 0) for (const timeline of timelines) damages.push(...(await misfitsIn(timeline, player)))
  return { folder, timelines: described, damages }
}

async function describeTimeline(timeline: Timeline): Promise<DescribedTimeline> {
  const { number, folder, bases, segments } = timeline
  const reach = reachOf(timeline)
  let bytes = bases.reduce((sum, base) => sum + base.bytes, 0)
  for (const segment of segments) bytes += (await stat(timelinePaths.segment(folder, segment)).catch(ignoreMissing))?.size ?? 0
  return {
    timeline: number,
    ...(reach && { from: new Date(reach.from.at).toISOString(), to: new Date(reach.to.at).toISOString() }),
    bases: bases.length,
    segments: segments.size,
    bytes,
  }
}

async function damagesInBases({ folder, bases }: Timeline, onBytes: (count: number) => void): Promise<readonly string[]> {
  const damages: string[] = []
  for (const { number, bytes, sha256 } of bases) {
    const path = timelinePaths.baseDatabase(folder, number)
    const found = await hashOf(path, onBytes).catch(ignoreMissing)
    if (found === undefined) damages.push(`${path} is missing`)
    else if (found.size !== bytes || found.sha256 !== sha256) damages.push(`${path} is not what was written`)
  }
  return damages
}

function damagesInSegments(timeline: Timeline, player: LogPlayer, onBytes: (count: number) => void): readonly string[] {
  const { folder, bases, segments, moments } = timeline
  const numbers = [...segments].sort((a, b) => a - b)
  const last = moments.at(-1)?.segment ?? 0
  const first = bases[0]?.from ?? numbers[0] ?? 1
  const walk = player.walkSegments()
  const damages: string[] = []
  for (let number = first; number <= last; number++) {
    const path = timelinePaths.segment(folder, number)
    const wanted = moments.findLast(({ segment }) => segment === number)?.bytes ?? 0
    if (!segments.has(number)) {
      if (number < last || wanted > 0) damages.push(`${path} is missing`)
      continue
    }
    const { bytes, size, flaw } = walk(path)
    onBytes(size)
    if (flaw !== undefined) damages.push(`${path} ${flaw}`)
    else if (bytes < wanted || (number < last && bytes !== size)) damages.push(`${path} is not what was written, from byte ${bytes} on`)
  }
  return damages
}

/** From its oldest copy of the database on, so that no segment is left out. */
async function misfitsIn(timeline: Timeline, player: LogPlayer): Promise<readonly string[]> {
  if (reachOf(timeline) === undefined) return []
  const whole = { ...timeline, bases: timeline.bases.slice(0, 1) }
  const plan = planRestore({ folder: timeline.folder, newest: timeline.number, timelines: [whole] })
  const scratch = await mkdtemp(join(tmpdir(), 'millrace-replica-check-'))
  try {
    return await misfitsOf(plan, player, scratch)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Of the files that the newest copy of the database knows, which is sound. */
async function damagesInContents(folder: string, timelines: readonly Timeline[], player: LogPlayer): Promise<readonly string[]> {
  const newest = timelines.flatMap(({ folder: timeline, bases }) => bases.map((base): [string, Base] => [timeline, base])).at(-1)
  if (newest === undefined) return []
  const damages: string[] = []
  for (const { id, sha256 } of player.contentsIn(timelinePaths.baseDatabase(newest[0], newest[1].number))) {
    const path = replicaPaths.file(folder, id)
    const found = await hashOf(path).catch(ignoreMissing)
    if (found === undefined) damages.push(`${path} is missing`)
    else if (found.sha256 !== sha256) damages.push(`${path} is not what was kept`)
  }
  return damages
}

function ignoreMissing(error: unknown): undefined {
  if (!isErrno(error, 'ENOENT')) throw error
}
