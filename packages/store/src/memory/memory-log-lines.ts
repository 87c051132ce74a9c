import type { ExecutionEvent } from '@millrace/engine'
import { decodeLineCursor } from '../cursor.ts'
import { holdsLine } from '../lines/holds-line.ts'
import { linesIn } from '../lines/lines-in.ts'
import type { LogLineStore, StoredLine } from '../log-line-store.ts'
import { pageOf } from '../page.ts'
import type { MemoryRows } from './memory-rows.ts'

/** Looked for in the log itself: what is kept in memory is short. */
export function createMemoryLogLines({ accounts, chunks }: MemoryRows): LogLineStore {
  function linesOf(account: string): readonly StoredLine[] {
    return chunks.flatMap((chunk) => {
      const summary = chunk?.account === account ? accounts.get(account)?.get(chunk.executionId)?.summary : undefined
      if (chunk === undefined || summary === undefined) return []
      const lines = linesIn(JSON.parse(chunk.text) as ExecutionEvent[]) ?? [] // The store's own text, of events.
      return lines.map(({ data, ...line }, place) => ({
        ...line,
        ...(data !== undefined && { data: JSON.parse(data) as NonNullable<StoredLine['data']> }),
        position: chunk.position,
        place,
        workflowId: summary.workflowId,
        executionId: summary.id,
      }))
    })
  }

  return {
    async list(account, filter, { limit, cursor }) {
      const end = cursor === undefined ? undefined : decodeLineCursor(cursor)
      const found = linesOf(account)
        .filter((line) => holdsLine(filter, line) && (end === undefined || newestFirst(line, end) > 0))
        .sort(newestFirst)
      return pageOf(found.slice(0, limit + 1), limit, ({ at, position, place }) => [at, position, place])
    },

    async since(account, { position, place }, limit) {
      const isAfter = (line: StoredLine) => line.position > position || (line.position === position && line.place > place)
      return linesOf(account).filter(isAfter).slice(0, limit)
    },

    async last() {
      const places = [...accounts.keys()].flatMap((account) => linesOf(account).slice(-1))
      const { position, place } = places.sort((one, other) => other.position - one.position)[0] ?? { position: 0, place: 0 }
      return { position, place }
    },
  }
}

type Key = Pick<StoredLine, 'at' | 'position' | 'place'>

function newestFirst(one: Key, other: Key): number {
  return other.at - one.at || other.position - one.position || other.place - one.place
}
