import { checkCalls } from '../check/check-calls.ts'
import { checkFeed } from '../check/check-feed.ts'
import { checkLog } from '../check/check-log.ts'
import { checkResults } from '../check/check-results.ts'
import { integrityOf, readHistories } from '../check/read-histories.ts'
import type { Ledger } from '../ledger/start-ledger.ts'
import type { Start } from '../load/kind.ts'
import { kinds } from '../load/kinds.ts'

/** What came of a trial. Without violations the promises held. */
export interface Verdict {
  readonly violations: readonly string[]
  readonly counts: Counts
}

export interface Counts {
  readonly starts: number
  readonly acknowledged: number
  /** The connection broke: nobody can say whether it arrived. */
  readonly unknown: number
  readonly executions: number
  readonly events: number
  /** That steps made to the outside. */
  readonly calls: number
  /** Of those, steps that were in flight when the process died and were run again. */
  readonly repeated: number
  /** How long the rest took after the last start. */
  readonly drainMs: number
}

interface Evidence {
  readonly dataDirectory: string
  readonly starts: readonly Start[]
  readonly ledger: Ledger
  readonly drainMs: number
  /** Seen while it ran. */
  readonly violations: readonly string[]
}

/** The server must have ended. */
export async function judge({ dataDirectory, starts, ledger, drainMs, violations: seen }: Evidence): Promise<Verdict> {
  const violations = [...seen]
  const integrity = integrityOf(dataDirectory)
  if (integrity !== 'ok') violations.push(`The database is not whole: ${integrity}`)
  const histories = await readHistories(dataDirectory)
  const calls = Map.groupBy(ledger.calls, ({ execution }) => execution)
  let repeated = 0
  for (const history of histories) {
    violations.push(...checkLog(history))
    const checked = checkCalls(history, calls.get(history.summary.id) ?? [])
    violations.push(...checked.violations)
    repeated += checked.repeated
    calls.delete(history.summary.id)
  }
  for (const [execution, own] of calls) violations.push(`Execution ${execution} made ${own.length} calls and is on no disk.`)
  violations.push(...checkResults(kinds, starts, histories), ...checkFeed(ledger.feed, histories))
  const acknowledged = starts.filter(({ executionId, answer }) => executionId !== undefined || answer !== undefined).length
  return {
    violations,
    counts: {
      starts: starts.length,
      acknowledged,
      unknown: starts.length - acknowledged,
      executions: histories.length,
      events: histories.reduce((sum, { events }) => sum + events.length, 0),
      calls: ledger.calls.length,
      repeated,
      drainMs: Math.round(drainMs),
    },
  }
}
