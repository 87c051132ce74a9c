// Owns: keeping a replica up with the log for as long as the server runs, through disks that fill up, go away and come back.
// Invariants: nobody waits for it while it fails; a gap ends a timeline and begins another; it ends only when it is told to.

import { closeSync, openSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../backup/backup-files.ts'
import { type Alarm, createAlarm } from './alarm.ts'
import { createBaseCopy } from './base-copy.ts'
import { type ContentCopies, createContentCopies } from './content-copies.ts'
import { createLatestCopies } from './copy-beside.ts'
import { GapError, shipNews } from './follow-log.ts'
import { waysOn } from './going-on.ts'
import { assertNothingToRestore, assertPresent, assertReplica, newestTimeline, prepareFolder, setNewestTimeline } from './open-replica.ts'
import { pruneReplica } from './prune-replica.ts'
import { replicaPaths } from './replica-layout.ts'
import type { ShippingPorts, ShippingTokens } from './shipping-ports.ts'
import { openTimeline, readAt, setEnd, setSession, type Timeline } from './timeline.ts'

/** `copying`: there is no base yet to go back to in this timeline. */
export type ShippingState =
  | { readonly type: 'copying' | 'following'; readonly timeline: number }
  | { readonly type: 'failing'; readonly message: string }

export interface ShipOptions extends ShippingPorts {
  readonly tokens: ShippingTokens
  /** Whether the data was begun by this session. */
  readonly isNew: boolean
  /** Throws while another server ships here; returns the way to give it back. */
  takeLock(): () => void
  /** Keeps the log again after it was lost, under a new token. */
  rejoin(): Promise<string>
  onState(state: ShippingState): void
  /** Told each time when all there was is in the replica. */
  onCaughtUp(now: number): void
  /** Resolves when the shipping shall end; with a token when the database ends with it. */
  readonly end: Promise<string | undefined>
}

const retryMs = 2_000
const leastGapMs = 100
const lookMs = 1_000
/** All moments are read for it, of which there may be a million in a day. */
const prunesInKeep = 24
const leastPruneMs = 60_000

export async function shipReplica(options: ShipOptions): Promise<void> {
  const { signals, onState, end } = options
  let tokens = options.tokens
  let isOver = false
  let mustBegin = false
  let hasBegun = false
  const alarm = createAlarm()
  // For all attempts: what is large may be under way for longer than one of them.
  const contents = createContentCopies(options)
  void end.then(() => {
    isOver = true
    alarm.ring()
  })
  while (!isOver) {
    try {
      if (signals.isLost()) {
        tokens = { found: undefined, current: await options.rejoin() }
        mustBegin = true
      }
      const onBegun = () => {
        hasBegun = true
        mustBegin = false
      }
      await shipWhileItGoes({ options, tokens, mustBegin, hasBegun, onBegun, isOver: () => isOver, alarm, contents })
    } catch (error) {
      signals.setFollowed(false)
      // Until one has begun, however often that fails.
      mustBegin ||= error instanceof GapError
      if (!(error instanceof GapError)) onState({ type: 'failing', message: error instanceof Error ? error.message : String(error) })
      if (!isOver) await alarm.within(error instanceof GapError ? leastGapMs : retryMs)
    }
  }
  signals.setFollowed(false)
}

interface Attempt {
  readonly options: ShipOptions
  readonly tokens: ShippingTokens
  /** Not with a timeline that is there. */
  readonly mustBegin: boolean
  /** Whether this replica has been there. */
  readonly hasBegun: boolean
  onBegun(): void
  isOver(): boolean
  /** Rings when it is over, too. */
  readonly alarm: Alarm
  readonly contents: ContentCopies
}

async function shipWhileItGoes(attempt: Attempt): Promise<void> {
  const { options } = attempt
  const { folder, directory } = options
  assertReplica(folder)
  if (options.isNew && !attempt.hasBegun) assertNothingToRestore(directory, folder)
  // Where its disk was, there may be an empty folder of another one.
  if (attempt.hasBegun) assertPresent(folder)
  else prepareFolder(folder)
  const unlock = options.takeLock()
  let file: number | undefined
  let timeline: Timeline | undefined
  try {
    // By a descriptor of its own: no lock of SQLite hangs on the log, as they do on the database.
    file = openSync(join(directory, `${databaseFile}-wal`), 'r')
    const joined = await joinTimeline(attempt, file)
    timeline = joined.timeline
    attempt.onBegun()
    await follow(attempt, { ...joined, file })
  } finally {
    timeline?.close()
    if (file !== undefined) closeSync(file)
    unlock()
  }
}

interface Joined {
  readonly timeline: Timeline
  readonly number: number
  /** The log is the life after its last segment: of a timeline that is gone on with. */
  readonly isNext: boolean
}

interface Following extends Joined {
  /** A descriptor of the log. */
  readonly file: number
}

/** Goes on with the newest timeline when nothing is missing in it, or begins another. */
async function joinTimeline({ options, tokens, mustBegin, isOver, contents }: Attempt, file: number): Promise<Joined> {
  const { folder, log, takeFileIds, now } = options
  const newest = newestTimeline(folder)
  const last = newest > 0 && !mustBegin ? openKnown(replicaPaths.timeline(folder, newest), options) : undefined
  if (last !== undefined) {
    const way = waysOn({ ...options, timeline: last, tokens, read: (position, length) => readAt(file, position, length) })
    if (way !== 'no') {
      // What came while nobody was told, and is named by what comes now.
      takeFileIds()
      await contents.beginMissing(isOver)
      last.note(now())
      setSession(last.path, { token: tokens.current })
      return { timeline: last, number: newest, isNext: way === 'next-segment' }
    }
    last.close()
  }
  const timeline = openTimeline(replicaPaths.timeline(folder, newest + 1), log)
  setSession(timeline.path, { token: tokens.current })
  // Once it is there, and before anything is in it.
  setNewestTimeline(folder, newest + 1)
  return { timeline, number: newest + 1, isNext: false }
}

/** Undefined for one whose moments cannot be read. */
function openKnown(path: string, { log }: ShippingPorts): Timeline | undefined {
  try {
    return openTimeline(path, log)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function follow({ options, isOver, alarm, contents }: Attempt, { timeline, number, isNext, file }: Following): Promise<void> {
  const { signals, onState, now, directory, end } = options
  const latest = createLatestCopies(options)
  const copying = createBaseCopy({ ports: options, timeline, contents, isOver, onDone: alarm.ring })
  let isCopyingLatest = false
  let failure: { readonly error: unknown } | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let prunedAt = now()

  const { segment: joinedAt } = timeline.position()
  const ship = (): void => {
    const beforeShipping = () => {
      const ids = options.takeFileIds()
      for (const id of ids) contents.begin(id)
      // By their paths, and so perhaps where the disk was that was taken away: what names them is not to be shipped then.
      if (ids.length > 0) timeline.assertThere()
    }
    shipNews({ ...options, file, timeline, isNext: isNext && timeline.position().segment === joinedAt, beforeShipping })
    options.onCaughtUp(now())
  }

  /** A large database of an account may take a while; the log does not wait for it. */
  const copyLatest = async (): Promise<void> => {
    isCopyingLatest = true
    try {
      await latest()
    } catch (error) {
      failure = { error }
    }
    isCopyingLatest = false
  }

  /** Beside the log, once a second. */
  const look = (): void => {
    if (now() - lookedAt < lookMs && now() >= lookedAt) return
    lookedAt = now()
    timeline.assertThere()
    if (!isCopyingLatest) void copyLatest()
    copying.beginIfDue(statSync(join(directory, databaseFile)).size)
    if (now() - prunedAt < Math.max(leastPruneMs, options.keepMs / prunesInKeep)) return
    prunedAt = now()
    pruneReplica(options, timeline, now())
  }

  ship()
  signals.setFollowed(true)
  look()
  onState({ type: copying.hasUsable() ? 'following' : 'copying', timeline: number })
  while (!isOver()) {
    const seen = signals.commits()
    if (signals.isLost()) throw new GapError('The log was not kept.')
    ship()
    look()
    if (copying.settle(ship)) onState({ type: 'following', timeline: number })
    if (failure !== undefined) throw failure.error
    contents.assertSound()
    await alarm.orElse(signals.news(seen, lookMs))
    await alarm.orElse(signals.hurry(leastGapMs))
  }
  ship()
  const token = await end
  if (token !== undefined) setEnd(timeline.path, { token }, directory)
  // Whoever stops a server to go on elsewhere may have nothing but the replica. It is killed where that takes too long.
  await contents.finish()
}
