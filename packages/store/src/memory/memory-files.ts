import { decodeTimeCursor } from '../cursor.ts'
import type { FileStore, StoredFile } from '../file-store.ts'
import { pageOf } from '../page.ts'

export function createMemoryFiles(): FileStore {
  /** By account, by id. */
  const accounts = new Map<string, Map<string, StoredFile>>()

  return {
    get: async (account, id) => accounts.get(account)?.get(id),

    async put(file) {
      const files = accounts.get(file.account) ?? new Map<string, StoredFile>()
      accounts.set(file.account, files.set(file.id, Object.freeze({ ...file })))
    },

    async list(account, { executionId }, { limit, cursor }) {
      const end = cursor === undefined ? undefined : decodeTimeCursor(cursor)
      const rows = [...(accounts.get(account)?.values() ?? [])]
        .filter((file) => executionId === undefined || file.executionId === executionId)
        .filter(({ createdAt, id }) => end === undefined || createdAt < end.at || (createdAt === end.at && id < end.id))
        .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
      return pageOf(rows.slice(0, limit + 1), limit, ({ createdAt, id }) => [createdAt, id])
    },

    async give(account, ids, { from, to }) {
      const files = accounts.get(account)
      for (const id of ids) {
        const file = files?.get(id)
        if (file?.executionId === from) files?.set(id, Object.freeze({ ...file, executionId: to }))
      }
    },

    delete: async (account, id) => accounts.get(account)?.delete(id) ?? false,
  }
}
