import { pageOf } from '../page.ts'
import { type FoundItem, listedPoll, type PollKey, type PollStore, type StoredPoll } from '../poll-store.ts'
import { createMemoryTriggerRows } from './memory-trigger-rows.ts'

export function createMemoryPolls(): PollStore {
  const rows = createMemoryTriggerRows<StoredPoll>()
  /** By poll, then by place. */
  const found = new Map<string, Map<number, FoundItem>>()
  const foundOf = (key: PollKey) => found.get(nameOf(key)) ?? new Map<number, FoundItem>()

  return {
    get: async (key) => rows.get(key),
    list: async (account, filter, page) => {
      const listed = rows.list(account, filter, page).map((poll) => listedPoll(poll, foundOf(poll).size))
      return pageOf(listed, page.limit, ({ workflowId, triggerId }) => [workflowId, triggerId])
    },
    put: async (poll) => rows.put(structuredClone(poll)),

    async delete(key) {
      rows.delete(key)
      found.delete(nameOf(key))
    },

    async addFound(key, items) {
      const all = foundOf(key)
      for (const item of items) all.set(item.place, structuredClone(item))
      found.set(nameOf(key), all)
    },

    found: async (key, limit) => [...foundOf(key).values()].toSorted((one, other) => one.place - other.place).slice(0, limit),
    countFound: async (key) => foundOf(key).size,

    async forgetFound(key, places) {
      for (const place of places) foundOf(key).delete(place)
    },

    due: async (now, limit) => rows.due(now, limit),
    nextWake: async (after) => rows.nextWake(after),
  }
}

function nameOf({ account, workflowId, triggerId }: PollKey): string {
  return `${account}\n${workflowId}\n${triggerId}`
}
