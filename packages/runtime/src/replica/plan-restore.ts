import { RuntimeError } from '../errors.ts'
import type { Moment } from './moments.ts'
import type { Base, Replica, Timeline } from './read-replica.ts'
import { comparePositions, replicaPaths, timelinePaths } from './replica-layout.ts'

export interface RestorePlan {
  readonly timeline: Timeline
  readonly base: Base
  /** All up to it is restored. */
  readonly moment: Moment
  /** What was shipped after it counts too: it is the last one there is, and nothing older than all was asked for. */
  readonly isOpen: boolean
  /** The segments that are played on the base, one after the other. */
  readonly segments: readonly PlannedSegment[]
}

export interface PlannedSegment {
  readonly number: number
  readonly path: string
  /** It is played up to here; the whole of it when undefined. */
  readonly upTo: number | undefined
  /** So much it must have. */
  readonly atLeast: number
}

export interface Reach {
  readonly from: Moment
  readonly to: Moment
}

/** From when to when a timeline can be restored; undefined while it has no whole base. */
export function reachOf({ bases, moments }: Timeline): Reach | undefined {
  const [to, from] = [moments.at(-1), moments.find((moment) => bases.some(({ usableAt }) => comparePositions(usableAt, moment) <= 0))]
  return from === undefined || to === undefined ? undefined : { from, to }
}

/**
 * What to restore, and of what: the end of the newest timeline, or the last moment that is not after `at`.
 * Throws `REPLICA_DAMAGED` or `REPLICA_OUT_OF_REACH`: never is something older chosen than what was asked for.
 */
export function planRestore(replica: Replica, at?: number): RestorePlan {
  const { timeline, reach } = at === undefined ? newestOf(replica) : timelineAt(replica, at)
  const [flaw] = timeline.flaws
  if (flaw !== undefined) throw replicaDamaged(flaw)
  const moment = at === undefined ? reach.to : (timeline.moments.findLast((one) => one.at <= at) ?? reach.from)
  const base = timeline.bases.findLast(({ usableAt }) => comparePositions(usableAt, moment) <= 0)
  if (base === undefined) throw outOfReach(replica, `at ${timeText(moment.at)} it had no whole copy of the database yet`)
  const isOpen = at === undefined || at > reach.to.at
  return { timeline, base, moment, isOpen, segments: segmentsOf({ timeline, base, moment, isOpen }) }
}

export function replicaDamaged(
  flaw: string,
  advice = '"millrace replica show DIR --check" says what can still be restored.',
): RuntimeError {
  return new RuntimeError('REPLICA_DAMAGED', `The replica is damaged: ${flaw}. Nothing was restored; ${advice}`)
}

interface Found {
  readonly timeline: Timeline
  readonly reach: Reach
}

function newestOf(replica: Replica): Found {
  if (replica.newest === 0) throw outOfReach(replica, 'nothing was shipped to it yet')
  const timeline = replica.timelines.find(({ number }) => number === replica.newest)
  if (timeline === undefined) throw replicaDamaged(`${replicaPaths.timeline(replica.folder, replica.newest)} is missing`)
  const reach = reachOf(timeline)
  if (reach !== undefined) return { timeline, reach }
  throw timeline.flaws[0] === undefined
    ? outOfReach(replica, 'since its newest timeline began, no copy of the database has become whole')
    : replicaDamaged(timeline.flaws[0])
}

function timelineAt(replica: Replica, at: number): Found {
  const candidates = replica.timelines.flatMap((timeline) => {
    const reach = reachOf(timeline)
    return reach === undefined ? [] : [{ timeline, reach }]
  })
  const found = candidates.findLast(({ reach }) => reach.from.at <= at)
  // A later one may have had the moment, if this one ended before.
  const flaw = found !== undefined && at <= found.reach.to.at ? undefined : flawAfter(replica, found?.timeline.number ?? 0)
  if (flaw !== undefined) throw replicaDamaged(flaw)
  if (found === undefined) throw outOfReach(replica, `it does not go back to ${timeText(at)}`)
  const hadBegun = replica.timelines.some(
    ({ number, moments: [first] }) => number > found.timeline.number && first !== undefined && first.at <= at,
  )
  if (hadBegun) throw outOfReach(replica, `at ${timeText(at)} its timeline had no whole copy of the database yet`)
  return found
}

/** What is damaged or missing in the timelines after this one. */
function flawAfter({ folder, newest, timelines }: Replica, number: number): string | undefined {
  const later = timelines.filter((timeline) => timeline.number > number)
  const [flaw] = later.flatMap(({ flaws }) => flaws)
  if (flaw !== undefined || newest === number + later.length) return flaw
  const first = later[0]?.number ?? newest
  // The oldest are deleted first.
  return number === 0 && newest === first + later.length - 1
    ? undefined
    : `a timeline before ${replicaPaths.timeline(folder, newest)} is missing, or that one`
}

function outOfReach(replica: Replica, reason: string): RuntimeError {
  const reaches = replica.timelines.flatMap((timeline) => reachOf(timeline) ?? [])
  const said = reaches.map(({ from, to }) => `from ${timeText(from.at)} to ${timeText(to.at)}`).join(', ')
  const advice = said === '' ? 'it holds nothing that can be restored yet' : `with --at it can be restored ${said}`
  return new RuntimeError('REPLICA_OUT_OF_REACH', `The replica cannot be restored so: ${reason}; ${advice}.`)
}

function segmentsOf({ timeline, base, moment, isOpen }: Omit<RestorePlan, 'segments'>): readonly PlannedSegment[] {
  const planned: PlannedSegment[] = []
  for (let number = base.from; ; number++) {
    const isLast = number === moment.segment
    if (number > moment.segment && !(isOpen && timeline.segments.has(number))) return planned
    const path = timelinePaths.segment(timeline.folder, number)
    const atLeast = isLast ? moment.bytes : (timeline.moments.findLast(({ segment }) => segment === number)?.bytes ?? 0)
    const isThere = timeline.segments.has(number)
    // One of which nothing was shipped need not be there.
    if (!isThere && !(isLast && atLeast === 0)) throw replicaDamaged(`${path} is missing`)
    if (isThere) planned.push({ number, path, upTo: isLast && !isOpen ? moment.bytes : undefined, atLeast })
  }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
