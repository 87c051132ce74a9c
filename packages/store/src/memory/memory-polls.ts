import { decodePairCursor } from '../cursor.ts'
import { pageOf } from '../page.ts'
import { listedPoll, type PollKey, type PollStore, type StoredPoll } from '../poll-store.ts'

export function createMemoryPolls(): PollStore {
  const rows = new Map<string, StoredPoll>()

  return {
    get: async (key) => rows.get(keyOf(key)),

    async list(account, { workflowId }, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodePairCursor(cursor).join('\n')
      const found = [...rows.values()]
        .filter((row) => row.account === account && (workflowId === undefined || row.workflowId === workflowId))
        .filter((row) => cursor === undefined || placeOf(row) > after)
        .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
      return pageOf(found.slice(0, limit + 1).map(listedPoll), limit, (row) => [row.workflowId, row.triggerId])
    },

    async put(poll) {
      rows.set(keyOf(poll), structuredClone(poll))
    },

    async delete(key) {
      rows.delete(keyOf(key))
    },

    async due(now, limit) {
      return [...rows.values()]
        .filter(({ wakeAt = Number.POSITIVE_INFINITY }) => wakeAt <= now)
        .sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0) || (keyOf(a) < keyOf(b) ? -1 : 1))
        .slice(0, limit)
    },

    async nextWake(after) {
      const times = [...rows.values()].flatMap(({ wakeAt = after }) => (wakeAt > after ? wakeAt : []))
      return times.length === 0 ? undefined : times.reduce((one, other) => Math.min(one, other))
    },
  }
}

/** Ids hold no line feed, which sorts before all that they hold. */
function placeOf({ workflowId, triggerId }: Pick<StoredPoll, 'workflowId' | 'triggerId'>): string {
  return `${workflowId}\n${triggerId}`
}

function keyOf(key: PollKey): string {
  return `${key.account}\n${placeOf(key)}`
}
