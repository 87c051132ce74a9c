import { decodeTextCursor } from '../cursor.ts'
import { pageOf } from '../page.ts'
import type { StoredTableToken, TableTokenStore } from '../table-token-store.ts'

export function createMemoryTableTokens(): TableTokenStore {
  const tokens = new Map<string, StoredTableToken>()
  const all = () => [...tokens.values()]
  return {
    async put(token) {
      tokens.set(token.hash, token)
    },
    find: async (hash) => tokens.get(hash),
    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      const found = all().filter((token) => token.account === account && token.id > after)
      const sorted = found.sort((one, other) => (one.id < other.id ? -1 : 1))
      return pageOf(sorted.slice(0, limit + 1), limit, ({ id }) => [id])
    },
    async delete(account, id) {
      const found = all().find((token) => token.account === account && token.id === id)
      return found !== undefined && tokens.delete(found.hash)
    },
    async forget(before, limit) {
      const old = all().filter(({ expiresAt = before }) => expiresAt < before)
      for (const { hash } of old.slice(0, limit)) tokens.delete(hash)
      return Math.min(old.length, limit)
    },
  }
}
