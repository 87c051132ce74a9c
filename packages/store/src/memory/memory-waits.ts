import { decodeStepCursor } from '../cursor.ts'
import type { ExecutionStore } from '../execution-store.ts'
import { pageOf } from '../page.ts'
import type { WaitChanges, WaitingStep } from '../waiting-step.ts'

interface MemoryWaits extends Pick<ExecutionStore, 'waitingForEvent' | 'waitingForToken' | 'waitingIn'> {
  change(execution: { readonly account: string; readonly id: string }, changes: WaitChanges): void
}

export function createMemoryWaits(): MemoryWaits {
  /** By account and execution, then by step. */
  const executions = new Map<string, Map<string, WaitingStep>>()
  const all = (): WaitingStep[] => [...executions.values()].flatMap((steps) => [...steps.values()])

  return {
    change({ account, id: executionId }, { begun, ended }) {
      const place = JSON.stringify([account, executionId])
      const steps = (ended !== 'all' && executions.get(place)) || new Map<string, WaitingStep>()
      if (ended !== 'all') for (const step of ended) steps.delete(step)
      for (const { step, channel, key, since } of begun) steps.set(step, { account, executionId, step, channel, key, since })
      if (steps.size === 0) executions.delete(place)
      else executions.set(place, steps)
    },

    async waitingForEvent(account, name, { limit, cursor }) {
      const end = cursor === undefined ? undefined : decodeStepCursor(cursor)
      const rows = all()
        .filter((row) => row.account === account && row.channel === 'event' && row.key === name)
        .filter((row) => end === undefined || oldestFirst({ since: end.at, executionId: end.id, step: end.step }, row) < 0)
      return pageOf(rows.sort(oldestFirst).slice(0, limit + 1), limit, ({ since, executionId, step }) => [since, executionId, step])
    },

    async waitingIn(account, executionIds) {
      return executionIds.flatMap((id) => {
        const steps = executions.get(JSON.stringify([account, id]))
        return [...(steps?.values() ?? [])].sort((a, b) => order(a.step, b.step)).slice(0, 1)
      })
    },

    async waitingForToken(hash) {
      return all().find(({ channel, key }) => channel === 'token' && key === hash)
    },
  }
}

type Age = Pick<WaitingStep, 'since' | 'executionId' | 'step'>

function oldestFirst(a: Age, b: Age): number {
  return a.since - b.since || order(a.executionId, b.executionId) || order(a.step, b.step)
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
