import type { StoredPoll } from '@millrace/store'

type Waiting = Pick<StoredPoll, 'wakeAt' | 'lastAt' | 'isBeginning'>

/** What could not be begun is tried again after so long. */
export const retryMs = 10_000

/**
 * Whether it waits for a time that the clock cannot account for, because somebody has set it back since: its last look lies ahead, or there
 * was none. Without this a clock that was a year ahead for a minute would leave it silent for a year.
 */
export function waitsAhead({ wakeAt = Number.NEGATIVE_INFINITY, lastAt, isBeginning }: Waiting, now: number): boolean {
  if (wakeAt <= now) return false
  return lastAt === undefined || lastAt > now || (isBeginning === true && wakeAt > now + retryMs)
}
