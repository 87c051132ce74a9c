// Owns: when a timeline gets a base, and from where on that can be used.

import { rmSync, statSync } from 'node:fs'
import type { ContentCopies } from './content-copies.ts'
import { namesIn } from './copy-beside.ts'
import { copyBase, writeBase } from './make-base.ts'
import { usableBases } from './prune-replica.ts'
import { type BaseFacts, numberOf, timelinePaths } from './replica-layout.ts'
import type { ShippingPorts } from './shipping-ports.ts'
import type { Timeline } from './timeline.ts'

export interface BaseCopy {
  /** Begins to copy when there is no base yet, or much has come since the last. */
  beginIfDue(databaseBytes: number): void
  hasUsable(): boolean
  /** Makes a copy that is there usable; throws when there is none for a reason. `ship` brings the timeline up to date. Whether it was. */
  settle(ship: () => void): boolean
}

type Outcome = { readonly copied: Pick<BaseFacts, 'bytes' | 'sha256'> } | { readonly error: unknown }

const leastBytes = 256 * 1024 * 1024
const mostMs = 24 * 60 * 60_000

interface Running {
  readonly base: number
  readonly from: number
  outcome?: Outcome
}

interface Basing {
  readonly ports: ShippingPorts
  readonly timeline: Timeline
  readonly contents: ContentCopies
  isOver(): boolean
  /** Called when a copy is there, or there will be none. */
  onDone(): void
}

export function createBaseCopy({ ports, timeline, contents, isOver, onDone }: Basing): BaseCopy {
  let last = usableBases(timeline.path).at(-1)
  let running: Running | undefined
  const bytesBefore = last === undefined ? 0 : bytesFrom(timeline.path, last.from)
  /** Of what was written, so much is in the base. */
  let inBase = -bytesBefore

  function isDue(databaseBytes: number): boolean {
    if (last === undefined) return true
    const since = timeline.written() - inBase
    return since > Math.max(leastBytes, databaseBytes) || (since > 0 && ports.now() - last.createdAt > mostMs)
  }

  function begin(): void {
    // A number of its own: one that was given up may still be written to.
    const base = Math.max(0, ...namesIn(timelinePaths.bases(timeline.path)).map((name) => numberOf(name) ?? 0)) + 1
    removeUnfinished(timeline.path)
    const run: Running = { base, from: Math.max(1, timeline.position().segment) }
    running = run
    inBase = timeline.written()
    copyBase({ ...ports, timeline: timeline.path, base, contents, isOver })
      .then(
        (copied) => {
          run.outcome = { copied }
        },
        (error: unknown) => {
          run.outcome = { error }
        },
      )
      .finally(onDone)
  }

  return {
    hasUsable: () => last !== undefined,
    beginIfDue(databaseBytes) {
      if (running === undefined && isDue(databaseBytes)) begin()
    },
    settle(ship) {
      if (running?.outcome === undefined) return false
      const { base, from, outcome } = running
      running = undefined
      if ('error' in outcome) throw outcome.error
      ship()
      timeline.note(ports.now())
      const usableAt = timeline.position()
      const createdAt = ports.now()
      writeBase(timeline.path, base, { from, usableAt, createdAt: new Date(createdAt).toISOString(), ...outcome.copied })
      last = { number: base, from, usableAt, createdAt }
      return true
    },
  }
}

function bytesFrom(timeline: string, segment: number): number {
  const numbers = namesIn(timelinePaths.segments(timeline)).flatMap((name) => (name.endsWith('.wal') ? (numberOf(name) ?? []) : []))
  return numbers.filter((one) => one >= segment).reduce((sum, one) => sum + statSync(timelinePaths.segment(timeline, one)).size, 0)
}

/** What was given up before it was of use. */
function removeUnfinished(timeline: string): void {
  const usable = new Set(usableBases(timeline).map(({ number }) => number))
  for (const name of namesIn(timelinePaths.bases(timeline))) {
    const number = numberOf(name)
    if (number !== undefined && !usable.has(number)) rmSync(timelinePaths.base(timeline, number), { recursive: true, force: true })
  }
}
