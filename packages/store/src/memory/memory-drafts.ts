import type { DraftStore, StoredDraft } from '../draft-store.ts'

export function createMemoryDrafts(): DraftStore {
  const accounts = new Map<string, Map<string, StoredDraft>>()
  let lastRevision = 0
  return {
    get: async (account, id) => accounts.get(account)?.get(id),
    async put({ expected, ...draft }) {
      const drafts = accounts.get(draft.account) ?? new Map<string, StoredDraft>()
      if (expected !== (drafts.get(draft.id)?.revision ?? 'missing')) return 'conflict'
      lastRevision += 1
      accounts.set(draft.account, drafts.set(draft.id, Object.freeze({ ...draft, revision: lastRevision })))
      return lastRevision
    },
    delete: async (account, id) => accounts.get(account)?.delete(id) ?? false,
    ids: async (account) => [...(accounts.get(account)?.keys() ?? [])].sort(),
  }
}
