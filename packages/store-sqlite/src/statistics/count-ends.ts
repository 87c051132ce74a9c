import { durationBucket, minuteOf, minutesKeptMs } from '@millrace/store'
import type { Connection } from '../connection.ts'

/**
 * Owns: the rows that count what has ended. One commit writes one row for each minute, workflow, status and bucket of durations that its
 * ends have in common. With the first end of a new minute the minutes before it are added to the hours and days, and the oldest ones go.
 * Invariants: a minute before `rolled_to` is in its hour and its day, one from there on is not; so whoever reads wide slots adds the
 * minutes from there on, and counts each end once.
 */
export interface EndCounter {
  /** To be called inside the commit, before the first end. */
  begin(): void
  note(end: End): void
  /** Inside the commit, after the last end. */
  write(): void
}

export interface End {
  readonly account: string
  readonly workflowId: string
  readonly status: string
  readonly startedAt: number
  readonly finishedAt: number
}

interface Slot extends Omit<End, 'startedAt' | 'finishedAt'> {
  readonly minute: number
  readonly bucket: number
  count: number
  totalMs: number
  minMs: number
  maxMs: number
}

export const widths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

const columns = 'account, width_ms, at, workflow_id, status, bucket, count, total_ms, min_ms, max_ms'
const addUp = `ON CONFLICT DO UPDATE SET count = count + excluded.count, total_ms = total_ms + excluded.total_ms,
  min_ms = min(min_ms, excluded.min_ms), max_ms = max(max_ms, excluded.max_ms)`

const rollSql = `INSERT INTO tally (${columns})
  SELECT account, ?1, at - at % ?1, workflow_id, status, bucket, sum(count), sum(total_ms), min(min_ms), max(max_ms)
  FROM tally WHERE account = ?2 AND width_ms = ${widths.minute} AND at >= ?3 AND at < ?4
  GROUP BY at - at % ?1, workflow_id, status, bucket ${addUp}`

/** Some at a time, so that after a long rest no commit has to wait for all of them. */
const dropSql = `DELETE FROM tally WHERE account = ?1 AND width_ms = ?2 AND at < ?3
  AND at < ?4 + (SELECT min(at) FROM tally WHERE account = ?1 AND width_ms = ?2)`

const minutesDroppedAtOnce = 10 * widths.minute
/** The days stay. */
const hoursKeptMs = 400 * widths.day

export function createEndCounter({ prepare }: Connection): EndCounter {
  const add = prepare(`INSERT INTO tally (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${addUp}`)
  const findRolled = prepare('SELECT rolled_to FROM tally_roll WHERE account = ?')
  const setRolled = prepare('INSERT OR REPLACE INTO tally_roll (account, rolled_to) VALUES (?, ?)')
  const roll = prepare(rollSql)
  const drop = prepare(dropSql)
  let slots = new Map<string, Slot>()

  function writeSlot(slot: Slot, width: number): void {
    const { account, minute, workflowId, status, bucket, count, totalMs, minMs, maxMs } = slot
    add.run(account, width, minute - (minute % width), workflowId, status, bucket, count, totalMs, minMs, maxMs)
  }

  /** Returns up to when the minutes of the account are in the hours and days. */
  function rollUpTo(account: string, minute: number): number {
    const row = findRolled.get(account) as { readonly rolled_to: number } | undefined
    const rolledTo = row?.rolled_to ?? 0
    if (minute <= rolledTo) return rolledTo
    for (const width of [widths.hour, widths.day]) roll.run(width, account, rolledTo, minute)
    drop.run(account, widths.minute, minute - minutesKeptMs - widths.hour, minutesDroppedAtOnce)
    drop.run(account, widths.hour, minute - hoursKeptMs, widths.hour)
    setRolled.run(account, minute)
    return minute
  }

  return {
    begin() {
      if (slots.size > 0) slots = new Map()
    },
    note({ account, workflowId, status, startedAt, finishedAt }) {
      const minute = minuteOf(finishedAt)
      const ms = Math.max(0, finishedAt - startedAt)
      const bucket = durationBucket(ms)
      const key = `${minute} ${bucket} ${status} ${workflowId} ${account}`
      const slot = slots.get(key)
      if (slot === undefined) {
        slots.set(key, { account, workflowId, status, minute, bucket, count: 1, totalMs: ms, minMs: ms, maxMs: ms })
        return
      }
      slot.count += 1
      slot.totalMs += ms
      slot.minMs = Math.min(slot.minMs, ms)
      slot.maxMs = Math.max(slot.maxMs, ms)
    },
    write() {
      if (slots.size === 0) return
      for (const slot of slots.values()) {
        const isRolled = slot.minute < rollUpTo(slot.account, slot.minute)
        // The clock went back: its hour and day have had their minutes.
        for (const width of isRolled ? [widths.minute, widths.hour, widths.day] : [widths.minute]) writeSlot(slot, width)
      }
      slots = new Map()
    },
  }
}
