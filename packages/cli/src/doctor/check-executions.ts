import { spanText } from '@millrace/engine'
import { type Finding, findingsIn } from './finding.ts'

const { ok, warning } = findingsIn('executions')

/** Of `GET /api/v1/status`. */
export interface WatchdogFacts {
  readonly lookedAt?: string
  readonly stalled: number
  readonly found: readonly {
    readonly executionId: string
    readonly workflowId: string
    readonly at: string
    readonly message: string
    readonly outcome: string
  }[]
}

const shownAtMost = 5
/** It looks every minute. */
const overdueMs = 5 * 60_000

/** Asks the server that runs: only that knows what it has in memory. */
export async function checkExecutions(port: number): Promise<readonly Finding[]> {
  return executionFindings(port === 0 ? undefined : await watchdogOf(port), Date.now())
}

export function executionFindings(watchdog: WatchdogFacts | undefined, now: number): readonly Finding[] {
  if (watchdog === undefined) return [ok('no server answers here: what was under way goes on at its next start')]
  const { lookedAt, stalled, found } = watchdog
  if (lookedAt === undefined) return [ok('the watchdog has not looked yet: it does every minute')]
  const agoMs = now - Date.parse(lookedAt)
  const looked = `the watchdog looked ${spanText(agoMs)} ago`
  const rhythm = agoMs > overdueMs ? [warning(`${looked}, and should every minute`, 'Look into the log of the server.')] : []
  if (stalled === 0)
    return [...rhythm, ...(rhythm.length > 0 ? [] : [ok(`${looked}: whatever goes on has an owner, a due time or a wait`)])]
  return [
    ...rhythm,
    ...found
      .slice(-shownAtMost)
      .map(({ executionId, workflowId, at, message, outcome }) =>
        warning(
          `execution ${executionId} of ${workflowId} ${message}, at ${at} (${outcome})`,
          'It should never be so: please report it with the log of the server.',
        ),
      ),
    ...(stalled > shownAtMost
      ? [warning(`${stalled} executions in all had stalled since the start`, 'Look into the log of the server.')]
      : []),
  ]
}

async function watchdogOf(port: number): Promise<WatchdogFacts | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/status`, { signal: AbortSignal.timeout(2_000), redirect: 'error' })
    const status = (await response.json()) as { readonly watchdog?: WatchdogFacts } // Our own server's answer, if it is one.
    return status.watchdog
  } catch {
    // Nobody listens, or whatever does is no Millrace: `address` says which.
    return undefined
  }
}
