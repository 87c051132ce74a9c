import type { ConnectionStore, StoredConnection } from '../connection-store.ts'
import { decodeTextCursor } from '../cursor.ts'
import { encodeJson } from '../encode-json.ts'
import { pageOf } from '../page.ts'

export function createMemoryConnections(): ConnectionStore {
  /** By account, by name. */
  const accounts = new Map<string, Map<string, StoredConnection>>()
  let lastRevision = 0

  return {
    get: async (account, name) => accounts.get(account)?.get(name),

    async put({ account, name, type, values, sealed, at, expected }) {
      const connections = accounts.get(account) ?? new Map<string, StoredConnection>()
      const current = connections.get(name)
      if (expected !== undefined && expected !== (current?.revision ?? 'missing')) return 'conflict'
      lastRevision += 1
      const written: StoredConnection = Object.freeze({
        account,
        name,
        type,
        values: JSON.parse(encodeJson(values)),
        sealed,
        revision: lastRevision,
        createdAt: current?.createdAt ?? at,
        updatedAt: at,
      })
      accounts.set(account, connections.set(name, written))
      return written
    },

    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      const rows = [...(accounts.get(account)?.values() ?? [])]
        .filter(({ name }) => name > after)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
      return pageOf(rows.slice(0, limit + 1), limit, ({ name }) => [name])
    },

    delete: async (account, name) => accounts.get(account)?.delete(name) ?? false,
  }
}
