import { type Figure, shownNumber } from './figure.ts'

interface Pace {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface BackupTimes {
  readonly bytes: number
  readonly backupMs: number
  /** Of the same bytes, to the same disk. */
  readonly copyMs: number
  readonly restoreMs: number
  /** From the spawn of the server on what was restored to its first webhook, answered. */
  readonly startMs: number
  readonly quiet: Pace
  readonly beside: Pace
  /** How long before its begin the first order was acknowledged that is not in the backup; 0 when none was. */
  readonly missingBeforeBeginMs: number
  readonly missingBeforeEndMs: number
}

/** 60 s for 10 GB. */
const restoreSecondsPerGb = 6

export function backupFigures(times: BackupTimes): Figure[] {
  const { bytes, backupMs, copyMs, restoreMs, startMs, quiet, beside } = times
  const gigabytes = bytes / 1e9
  const size = `${shownNumber(gigabytes)} GB`
  const seconds = (ms: number) => `${shownNumber(ms / 1000)} s`
  const perGb = (ms: number) => ({ value: ms / 1000 / gigabytes, unit: 's/GB' })
  const copy = 'copy of a backup'
  return [
    {
      ...perGb(copyMs),
      name: copy,
      isLimit: true,
      meaning: `The file of ${size} copied and synced in ${seconds(copyMs)}, nothing of it in memory before: what the disk gives for the same bytes.`,
    },
    {
      ...perGb(backupMs),
      name: 'backup under load',
      ratioTo: copy,
      durability: 'D2',
      meaning: `"millrace backup" of a server that works, ${size} in ${seconds(backupMs)}; each byte is copied into a snapshot first, which SQLite looks through.`,
    },
    {
      ...perGb(restoreMs + startMs),
      name: 'restore to the first webhook',
      ratioTo: copy,
      target: { of: 'value', atMost: restoreSecondsPerGb },
      durability: 'D2',
      meaning: `"millrace restore" of ${size}, every byte checked, in ${seconds(restoreMs)}, then "millrace start" until an order is answered in ${seconds(startMs)}. The target is 60 s for 10 GB.`,
    },
    {
      name: 'acknowledged before a backup and not in it',
      value: times.missingBeforeBeginMs,
      unit: 'ms',
      target: { of: 'value', atMost: 1_000 },
      meaning: `How long before the backup began the oldest order was acknowledged that it has not. Of what was acknowledged while it was made, ${seconds(times.missingBeforeEndMs)} up to its end are missing.`,
    },
    {
      name: 'orders beside a backup',
      value: (100 * beside.perSecond) / quiet.perSecond,
      unit: '%',
      meaning: `Of the ${shownNumber(quiet.perSecond)} orders a second without one: webhook, step, record in a table, answer, all synced, 8 callers.`,
    },
    {
      name: 'order beside a backup, p99',
      value: beside.p99Ms,
      unit: 'ms',
      durability: 'D2',
      meaning: `From request to answer; p50 ${shownNumber(beside.p50Ms)} ms. Without a backup they were ${shownNumber(quiet.p99Ms)} and ${shownNumber(quiet.p50Ms)} ms.`,
    },
  ]
}
