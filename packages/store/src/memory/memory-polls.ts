import { pageOf } from '../page.ts'
import { listedPoll, type PollStore, type StoredPoll } from '../poll-store.ts'
import { createMemoryTriggerRows } from './memory-trigger-rows.ts'

export function createMemoryPolls(): PollStore {
  const rows = createMemoryTriggerRows<StoredPoll>()
  return {
    get: async (key) => rows.get(key),
    list: async (account, filter, page) =>
      pageOf(rows.list(account, filter, page).map(listedPoll), page.limit, ({ workflowId, triggerId }) => [workflowId, triggerId]),
    put: async (poll) => rows.put(structuredClone(poll)),
    delete: async (key) => rows.delete(key),
    due: async (now, limit) => rows.due(now, limit),
    nextWake: async (after) => rows.nextWake(after),
  }
}
