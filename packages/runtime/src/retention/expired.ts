import type { FinalStatus } from '@millrace/engine'
import type { FinishedRow, RetentionStore, WorkflowPlace } from '@millrace/store'
import { isFailure } from '../embedded/failure.ts'

export interface Limit {
  readonly ageMs: number | undefined
  readonly count: number | undefined
  readonly bytes: number | undefined
}

export interface Limits {
  readonly success: Limit
  readonly failure: Limit
}

/** Which limits an execution falls under. */
export function outcomeOf(status: FinalStatus): keyof Limits {
  return isFailure(status) ? 'failure' : 'success'
}

export interface ExpiredOptions {
  readonly retention: Pick<RetentionStore, 'finished'>
  readonly place: WorkflowPlace
  readonly limits: Limits
  readonly now: number
  /** Lets everybody else have a turn. */
  turn(): Promise<void>
}

/** Looked at in one go: some 2 ms. */
const rowsAtOnce = 1_000

/** The executions of a workflow that are beyond a limit, in pages. They may be removed while this goes on. */
export async function* expiredOf(options: ExpiredOptions): AsyncGenerator<readonly FinishedRow[]> {
  yield* tooOld(options)
  yield* tooMany(options)
}

/** From the oldest on, as far as anything can be too old. */
async function* tooOld({ limits, now, ...of }: ExpiredOptions): AsyncGenerator<readonly FinishedRow[]> {
  const latest = Math.max(oldestEnd(limits.success, now), oldestEnd(limits.failure, now))
  if (latest === Number.NEGATIVE_INFINITY) return
  for await (const rows of pagesOf(of, 'oldest-first')) {
    yield rows.filter((row) => isTooOld(row, limits, now))
    if ((rows.at(-1)?.startedAt ?? 0) >= latest) return
  }
}

/** Age counts from the end: what waited for months is not old when it is done. */
function oldestEnd({ ageMs }: Limit, now: number): number {
  return now - (ageMs ?? Number.POSITIVE_INFINITY)
}

function isTooOld({ status, finishedAt }: FinishedRow, limits: Limits, now: number): boolean {
  return finishedAt < oldestEnd(limits[outcomeOf(status)], now)
}

/** From the newest on, counting; without those that have been told already. */
async function* tooMany({ limits, now, ...of }: ExpiredOptions): AsyncGenerator<readonly FinishedRow[]> {
  const isCounted = (outcome: keyof Limits) => limits[outcome].count !== undefined || limits[outcome].bytes !== undefined
  if (!isCounted('success') && !isCounted('failure')) return
  const sums = { success: { count: 0, bytes: 0 }, failure: { count: 0, bytes: 0 } }
  const isBeyond = ({ status, bytes }: FinishedRow): boolean => {
    const outcome = outcomeOf(status)
    const sum = sums[outcome]
    sum.count += 1
    sum.bytes += bytes
    return (
      sum.count > (limits[outcome].count ?? Number.POSITIVE_INFINITY) || sum.bytes > (limits[outcome].bytes ?? Number.POSITIVE_INFINITY)
    )
  }
  for await (const rows of pagesOf(of, 'newest-first')) yield rows.filter((row) => isBeyond(row) && !isTooOld(row, limits, now))
}

async function* pagesOf(
  { retention, place, turn }: Pick<ExpiredOptions, 'retention' | 'place' | 'turn'>,
  order: 'oldest-first' | 'newest-first',
): AsyncGenerator<readonly FinishedRow[]> {
  let cursor: string | undefined
  do {
    const page = await retention.finished({ ...place, order, limit: rowsAtOnce, ...(cursor !== undefined && { cursor }) })
    yield page.items
    cursor = page.nextCursor
    await turn()
  } while (cursor !== undefined)
}
