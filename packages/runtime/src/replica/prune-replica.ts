// Owns: what of a replica nobody will need any more.
// Invariants: every moment of the last `keepMs` can be gone back to, and so can the one before them. The oldest goes first.

import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { namesIn } from './copy-beside.ts'
import type { Moment } from './moments.ts'
import { readJson } from './read-json.ts'
import { comparePositions, numberOf, type Position, replicaPaths, timelinePaths } from './replica-layout.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import { readMoments, type Timeline } from './timeline.ts'

/** Long enough for what was copied before its row came. */
const contentMarginMs = 24 * 60 * 60_000

type Pruned = Pick<ShippingPorts, 'folder' | 'keepMs' | 'snapshots'>

export interface UsableBase {
  readonly number: number
  readonly from: number
  readonly usableAt: Position
  readonly createdAt: number
}

/** The oldest first. One without its facts was never finished. */
export function usableBases(timeline: string): readonly UsableBase[] {
  return namesIn(timelinePaths.bases(timeline)).flatMap((name) => {
    const number = numberOf(name)
    const facts = number === undefined ? undefined : readJson(timelinePaths.baseFacts(timeline, number))
    if (number === undefined || facts === undefined) return []
    // Written by `writeBase` alone.
    return [{ number, from: Number(facts.from), usableAt: facts.usableAt as Position, createdAt: Date.parse(String(facts.createdAt)) }]
  })
}

export function pruneReplica(pruned: Pruned, current: Timeline, now: number): void {
  const cutoff = now - pruned.keepMs
  const moments = readMoments(current.path)
  const first = firstRestorable(current.path, moments)
  if (first !== undefined && first.at <= cutoff) removeOlderTimelines(pruned.folder, current.path)
  pruneTimeline(current, moments, cutoff)
  pruneContent(pruned)
}

function firstRestorable(timeline: string, moments: readonly Moment[]): Moment | undefined {
  const [base] = usableBases(timeline)
  return base && moments.find((moment) => comparePositions(moment, base.usableAt) >= 0)
}

function removeOlderTimelines(folder: string, current: string): void {
  for (const name of namesIn(replicaPaths.timelines(folder))) {
    const path = join(replicaPaths.timelines(folder), name)
    if (path < current) rmSync(path, { recursive: true, force: true })
  }
}

/** Up to the last base that the first kept moment can begin with. */
function pruneTimeline(timeline: Timeline, moments: readonly Moment[], cutoff: number): void {
  const firstKept = moments.findLast(({ at }) => at <= cutoff)
  if (firstKept === undefined) return
  const bases = usableBases(timeline.path)
  const needed = bases.findLast(({ usableAt }) => comparePositions(usableAt, firstKept) <= 0)
  if (needed === undefined) return
  for (const { number } of bases) {
    if (number < needed.number) rmSync(timelinePaths.base(timeline.path, number), { recursive: true, force: true })
  }
  const segments = namesIn(timelinePaths.segments(timeline.path)).flatMap((name) => numberOf(name) ?? [])
  const old = segments.filter((segment) => segment < needed.from)
  if (old.length === 0) return
  // Before the segments: a line without its segment would be damage.
  timeline.forgetMoments(needed.from)
  for (const segment of old) rmSync(timelinePaths.segment(timeline.path, segment), { force: true })
}

/** Content that no kept base names, and that had its time to get a row since the oldest of them. */
function pruneContent({ folder, snapshots }: Pruned): void {
  const timelines = namesIn(replicaPaths.timelines(folder)).map((name) => join(replicaPaths.timelines(folder), name))
  const bases = timelines.flatMap((timeline) => usableBases(timeline).map((base) => ({ ...base, timeline })))
  if (bases.length === 0) return
  const before = Math.min(...bases.map(({ createdAt }) => createdAt)) - contentMarginMs
  const old = namesIn(join(folder, 'files')).flatMap((name) =>
    namesIn(join(folder, 'files', name))
      .map((id) => join(folder, 'files', name, id))
      // A copy that ends meanwhile takes its name away.
      .filter((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before) < before),
  )
  if (old.length === 0) return
  const named = new Set<string>()
  for (const { timeline, number } of bases) {
    for (const id of snapshots.filesInSnapshot(timelinePaths.baseDatabase(timeline, number))) named.add(replicaPaths.file(folder, id))
  }
  for (const path of old) if (!named.has(path)) rmSync(path, { force: true })
}
