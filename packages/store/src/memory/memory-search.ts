import type { ExecutionEvent } from '@millrace/engine'
import { decodeNumberCursor } from '../cursor.ts'
import { pageOf } from '../page.ts'
import { textsOf } from '../search/event-texts.ts'
import { matchesTexts } from '../search/text-query.ts'
import type { SearchStore } from '../search-store.ts'
import { isListed } from './memory-filter.ts'
import type { MemoryRows } from './memory-rows.ts'

/** Without an index: what is kept in memory is short. */
export function createMemorySearch({ accounts, chunks }: MemoryRows): SearchStore {
  const recorded = () => chunks.length
  return {
    async find({ account, query, filter, page: { limit, cursor } }) {
      const before = cursor === undefined ? Number.POSITIVE_INFINITY : decodeNumberCursor(cursor)
      const rows = [...(accounts.get(account)?.values() ?? [])]
        .map(({ summary, chunks: own }) => ({ summary, own, position: own[0]?.position ?? 0 }))
        .filter(({ summary, position }) => position > 0 && position < before && isListed(summary, filter, undefined))
        .sort((a, b) => b.position - a.position)
      const found = rows.filter(({ own }) => matchesTexts(query, textsOf(own.flatMap(({ text }) => JSON.parse(text) as ExecutionEvent[]))))
      const { items, nextCursor } = pageOf(found.slice(0, limit + 1), limit, ({ position }) => [position])
      return { items: items.map(({ summary }) => structuredClone(summary)), ...(nextCursor !== undefined && { nextCursor }) }
    },
    async progress() {
      return { indexed: recorded(), recorded: recorded(), bytes: 0 }
    },
    async caughtUp() {
      // There is no index that could be behind.
    },
    async rebuild() {
      // Nor one to make anew.
    },
  }
}
