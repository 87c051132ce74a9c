import type { ExecutionHistory } from '@millrace/engine'
import type { ExecutionSummary, Store } from '@millrace/store'
import type { Driver } from '../driver.ts'
import type { Clock } from '../ports.ts'
import { type ExecutionReason, executionReason, placedReason, type Registered, reasonSentence, rowReason } from './execution-reason.ts'

/** Why executions that have not ended have not. */
export interface WaitReasons {
  /** From its history; undefined once it has ended. */
  ofExecution(summary: ExecutionSummary, history: ExecutionHistory): Promise<ToldReason | undefined>
  /** From the rows of one account alone, by execution id: for lists. Those that have ended are not in it. */
  ofRows(account: string, summaries: readonly ExecutionSummary[]): Promise<ReadonlyMap<string, ToldReason>>
}

export interface ToldReason {
  readonly reason: ExecutionReason
  readonly sentence: string
}

interface Ports {
  readonly store: Pick<Store, 'executions'>
  readonly driver: Pick<Driver, 'presence' | 'queuePlace'>
  readonly clock: Pick<Clock, 'now'>
}

const unfinished = ['queued', 'running', 'waiting', 'paused'] as const

export function createWaitReasons({ store: { executions }, driver, clock }: Ports): WaitReasons {
  async function ofExecution(summary: ExecutionSummary, history: ExecutionHistory): Promise<ToldReason | undefined> {
    const now = clock.now()
    const found = executionReason(summary, history, driver.presence(summary.account, summary.id), now)
    if (found === undefined) return undefined
    const place = found.code === 'queued' ? await driver.queuePlace(summary.account, summary.id) : undefined
    const reason = place === undefined ? found : placedReason(found, place)
    const called = reason.code === 'call' ? await executions.get(summary.account, reason.executionId) : undefined
    return { reason, sentence: reasonSentence(reason, now, called && (await sentenceOf(called, now))) }
  }

  /** Of a called execution; how it waits for others in turn, it says itself. */
  async function sentenceOf(summary: ExecutionSummary, now: number): Promise<string> {
    const reason = rowReason(summary, await registeredFor(summary), now)
    return reason === undefined ? `has ended as ${summary.status}` : reasonSentence(reason, now)
  }

  async function registeredFor(summary: ExecutionSummary): Promise<Registered> {
    const { account, id } = summary
    if (!isAsleepForOthers(summary)) return {}
    const [wait] = await executions.waitingIn(account, [id])
    return wait === undefined ? { called: await calledBy(account, id) } : { wait }
  }

  async function calledBy(account: string, parentId: string): Promise<ExecutionSummary | undefined> {
    const { items } = await executions.list(account, { parentId, status: unfinished }, { limit: 1 })
    return items[0]
  }

  return {
    ofExecution,
    async ofRows(account, summaries) {
      const now = clock.now()
      const asleep = summaries.filter(isAsleepForOthers)
      const waits =
        asleep.length === 0
          ? []
          : await executions.waitingIn(
              account,
              asleep.map(({ id }) => id),
            )
      const waitOf = new Map(waits.map((wait) => [wait.executionId, wait]))
      const told = new Map<string, ToldReason>()
      for (const summary of summaries) {
        const wait = waitOf.get(summary.id)
        const called = wait === undefined && isAsleepForOthers(summary) ? await calledBy(account, summary.id) : undefined
        const reason = rowReason(summary, { wait, called }, now)
        if (reason !== undefined) told.set(summary.id, { reason, sentence: reasonSentence(reason, now) })
      }
      return told
    },
  }
}

/** Nothing in the row says when it goes on. */
function isAsleepForOthers({ status, dueAt }: ExecutionSummary): boolean {
  return status === 'waiting' && dueAt === undefined
}
