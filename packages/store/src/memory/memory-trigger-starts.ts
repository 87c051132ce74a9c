import type { TriggerStart, TriggerStartStore } from '../trigger-start-store.ts'

export function createMemoryTriggerStarts(): TriggerStartStore {
  const starts = new Map<string, TriggerStart>()
  return {
    async put(given) {
      for (const start of given) starts.set(JSON.stringify([start.account, start.workflowId, start.triggerId]), start)
    },
    async of(account, workflowId) {
      const found = [...starts.values()].filter((start) => start.account === account && start.workflowId === workflowId)
      return found.sort((one, other) => (one.triggerId < other.triggerId ? -1 : 1))
    },
  }
}
