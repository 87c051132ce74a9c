import { isFinal } from '@millrace/engine'
import type { ExecutionSummary, Store } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { nextTurn } from '../next-turn.ts'
import type { Clock } from '../ports.ts'

/**
 * Owns: the proof, every minute, that each execution that has not ended has an owner in memory, a due time that has not long passed, or a
 * wait that is registered: a signal, a called execution that goes on, a pause, a place in a queue. What has none is told, and taken up.
 * Does not own: going on with it (the driver). It reads rows alone, in pages between which others have their turn.
 */
export interface Watchdog {
  /** Looks once, now. */
  look(): Promise<WatchReport>
  /** What the last look has found; undefined before the first one has ended. */
  last(): WatchReport | undefined
  /** Those that were found since the start, the newest last; the oldest are forgotten. */
  found(): readonly Stall[]
  /** How many were found since the start. */
  count(): number
  /** Looks every minute from now on. */
  start(): void
  close(): void
}

export interface WatchReport {
  readonly at: number
  readonly stalled: readonly Stall[]
}

export interface Stall {
  readonly account: string
  readonly executionId: string
  readonly workflowId: string
  readonly at: number
  /** `overdue`: its time came long ago. `unowned`: no process has it. `unregistered`: what it waits for is not known to come. */
  readonly code: 'overdue' | 'unowned' | 'unregistered'
  readonly message: string
  readonly outcome: Awaited<ReturnType<Driver['revive']>>
}

export interface WatchdogPorts {
  readonly store: Pick<Store, 'executions'>
  readonly driver: Pick<Driver, 'presence' | 'revive'>
  readonly clock: Clock
  onTrouble(error: unknown): void
}

const everyMs = 60_000
/** Whatever is due is taken up within a second; on a machine with too much to do later. */
const overdueMs = 60_000
const pageRows = 2000
const mostOverdue = 500
/** So many are remembered. */
const mostFound = 100

export function createWatchdog({ store: { executions }, driver, clock, onTrouble }: WatchdogPorts): Watchdog {
  let last: WatchReport | undefined
  let found: readonly Stall[] = []
  let count = 0
  let looking: Promise<WatchReport> | undefined
  let stopAlarm: (() => void) | undefined
  let isClosed = false

  async function lookOnce(): Promise<WatchReport> {
    const stalled: Stall[] = []
    const overdue = await executions.due(clock.now() - overdueMs, mostOverdue)
    for (const summary of overdue) stalled.push(...(await revive(summary)))
    let cursor: string | undefined
    do {
      const page = await executions.forgotten(pageRows, cursor)
      for (const summary of page.items) stalled.push(...(await revive(summary)))
      cursor = page.nextCursor
      await nextTurn()
    } while (cursor !== undefined && !isClosed)
    found = [...found, ...stalled].slice(-mostFound)
    count += stalled.length
    last = { at: clock.now(), stalled }
    return last
  }

  /** Looks again first: the row was read before it was asked who has it in memory, and may have moved on. */
  async function revive({ account, id }: ExecutionSummary): Promise<readonly Stall[]> {
    if (isClosed || driver.presence(account, id).isInMemory) return []
    const summary = await executions.get(account, id)
    const reason = summary && (await whyStalled(summary))
    if (summary === undefined || reason === undefined) return []
    const outcome = await driver.revive(account, id)
    if (outcome === 'in-memory' || outcome === 'gone') return []
    const stall: Stall = { account, executionId: id, workflowId: summary.workflowId, at: clock.now(), ...reason, outcome }
    onTrouble(new RuntimeError('EXECUTION_STALLED', `Execution ${id} of ${summary.workflowId} ${reason.message}: ${toldOutcome[outcome]}.`))
    return [stall]
  }

  async function whyStalled(summary: ExecutionSummary): Promise<Pick<Stall, 'code' | 'message'> | undefined> {
    const { account, id, status, dueAt } = summary
    if (isFinal(status) || status === 'paused' || status === 'queued') return undefined
    if (dueAt !== undefined) {
      const isOverdue = dueAt <= clock.now() - overdueMs
      return isOverdue ? { code: 'overdue', message: `was due at ${new Date(dueAt).toISOString()} and nobody took it up` } : undefined
    }
    if (status === 'running') return { code: 'unowned', message: 'runs, but in no process' }
    const [wait] = await executions.waitingIn(account, [id])
    if (wait !== undefined) return undefined
    const called = await executions.list(account, { parentId: id, status: ['queued', 'running', 'waiting', 'paused'] }, { limit: 1 })
    if (called.items.length > 0) return undefined
    return { code: 'unregistered', message: 'waits, but for nothing that is registered' }
  }

  function look(): Promise<WatchReport> {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }

  function watch(): void {
    if (isClosed) return
    stopAlarm = clock.wakeAfter(everyMs, () => void look().catch(onTrouble).finally(watch))
  }

  return {
    look,
    last: () => last,
    found: () => found,
    count: () => count,
    start: watch,
    close() {
      isClosed = true
      stopAlarm?.()
    },
  }
}

const toldOutcome = { revived: 'it was taken up', failed: 'it could not be taken up, and is looked at again in a minute' } as const
