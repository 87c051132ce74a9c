import { existsSync, readdirSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { momentLine } from './moments.ts'
import { pruneReplica } from './prune-replica.ts'
import { replicaPaths, timelinePaths } from './replica-layout.ts'
import type { LogFormat } from './shipping-ports.ts'
import { second, temporary, write } from './testing/plain-replica.ts'
import { openTimeline, readMoments } from './timeline.ts'

/** Nothing looks into the segments here. */
const log: LogFormat = {
  logHeaderBytes: 32,
  frameHeaderBytes: 24,
  readLogHeader: () => undefined,
  readFrameSalts: () => [0, 0],
  endOfLog: (_, from) => from,
}
const snapshots = {
  isDatabase: () => true,
  snapshotDatabase: async () => undefined,
  damagesIn: () => [],
  filesInSnapshot: () => [`f_${'a'.repeat(32)}`],
}

/** A timeline with a segment for each second from `first` to `last`, and a base at each of these. */
function timelineOf(folder: string, number: number, { first, last, bases }: { first: number; last: number; bases: readonly number[] }) {
  const path = replicaPaths.timeline(folder, number)
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  for (const index of seconds.keys()) write(timelinePaths.segment(path, index + 1), 'x'.repeat(100))
  write(timelinePaths.moments(path), seconds.map((at, index) => momentLine({ at: second(at), segment: index + 1, bytes: 100 })).join(''))
  for (const [index, at] of bases.entries()) {
    const segment = at - first + 1
    const facts = { from: segment, usableAt: { segment, bytes: 100 }, createdAt: new Date(second(at)).toISOString() }
    write(timelinePaths.baseDatabase(path, index + 1), '')
    write(timelinePaths.baseFacts(path, index + 1), JSON.stringify(facts))
  }
  return path
}

function prune(folder: string, timeline: string, { now, keep }: { readonly now: number; readonly keep: number }): void {
  const current = openTimeline(timeline, log)
  pruneReplica({ folder, keepMs: keep * 1_000, snapshots }, current, second(now))
  current.close()
}

test('keeps the base of the first moment that may be wanted, and all that comes after it', () => {
  const folder = temporary()
  const timeline = timelineOf(folder, 1, { first: 1, last: 30, bases: [1, 10, 20] })
  prune(folder, timeline, { now: 30, keep: 15 })
  expect(readdirSync(timelinePaths.bases(timeline))).toEqual(['000002', '000003'])
  expect(readdirSync(timelinePaths.segments(timeline))).toHaveLength(21)
  expect(readMoments(timeline)[0]).toMatchObject({ segment: 10, at: second(10) })
  prune(folder, timeline, { now: 30, keep: 11 })
  expect(readdirSync(timelinePaths.bases(timeline))).toEqual(['000002', '000003'])
  prune(folder, timeline, { now: 30, keep: 10 })
  expect(readdirSync(timelinePaths.bases(timeline))).toEqual(['000003'])
  expect(readMoments(timeline)).toHaveLength(11)
})

test('an older timeline goes when the newer one reaches back far enough', () => {
  const folder = temporary()
  const older = timelineOf(folder, 1, { first: 1, last: 5, bases: [1] })
  const newer = timelineOf(folder, 2, { first: 10, last: 30, bases: [12] })
  prune(folder, newer, { now: 30, keep: 19 })
  expect(existsSync(older)).toBe(true)
  prune(folder, newer, { now: 30, keep: 18 })
  expect(existsSync(older)).toBe(false)
})

test('a timeline that cannot be gone back to yet takes no older one with it', () => {
  const folder = temporary()
  const older = timelineOf(folder, 1, { first: 1, last: 5, bases: [1] })
  const newer = timelineOf(folder, 2, { first: 10, last: 30, bases: [] })
  prune(folder, newer, { now: 1_000, keep: 1 })
  expect(existsSync(older)).toBe(true)
  expect(readdirSync(timelinePaths.segments(newer))).toHaveLength(21)
})

test('content goes that no base names and that is a day older than the oldest of them', () => {
  const folder = temporary()
  const timeline = timelineOf(folder, 1, { first: 1, last: 3, bases: [1] })
  const ids = ['a', 'b', 'c'].map((letter) => `f_${letter.repeat(32)}`)
  const [named = '', old = '', young = ''] = ids.map((id) => replicaPaths.file(folder, id))
  const dayMs = 24 * 60 * 60_000
  for (const [path, at] of [
    [named, second(0) - 2 * dayMs],
    [old, second(0) - 2 * dayMs],
    [young, second(0) - dayMs / 2],
  ] as const) {
    write(path, 'content')
    utimesSync(path, at / 1000, at / 1000)
  }
  // As a copy is that ends between two looks: listed, and not there.
  symlinkSync(join(folder, 'nothing'), `${named}.part`)
  prune(folder, timeline, { now: 30, keep: 1 })
  expect([named, old, young].map((path) => existsSync(path))).toEqual([true, false, true])
  expect(existsSync(join(folder, 'files'))).toBe(true)
})
