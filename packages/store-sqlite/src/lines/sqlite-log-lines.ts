import { decodeLineCursor, encodeCursor, type LineFilter, type LogLineStore, pageOf } from '@millrace/store'
import type { Connection } from '../connection.ts'
import { type LineRow, lineColumns, lineOf } from './line-row.ts'
import { type LineKey, type LineWalk, lineStretchEnd, lineWalk } from './line-walks.ts'

/** So many lines are looked at in one go; after so long a page ends. */
interface Sifting {
  readonly stretchLines: number
  readonly mostMs: number
}

const usualSifting: Sifting = { stretchLines: 10_000, mostMs: 40 }

export const sinceSql = `SELECT ${lineColumns} FROM log_line
  WHERE (position, place) > (?, ?) AND +account = ? AND EXISTS (SELECT 1 FROM execution WHERE account = log_line.account AND id = execution_id)
  ORDER BY position, place LIMIT ?`
const lastSql = 'SELECT position, place FROM log_line ORDER BY position DESC, place DESC LIMIT 1'

/**
 * A page is a walk along the index of the workflow, or of all, that stops at its end. What no index has is sifted out in stretches between
 * which others have their turn, as the list of executions does.
 */
export function createSqliteLogLines({ prepare, read }: Connection, sifting: Sifting = usualSifting): LogLineStore {
  const since = prepare(sinceSql)
  const last = prepare(lastSql)
  const all = ({ sql, values }: LineWalk) => read(() => prepare(sql).all(...values)) as unknown as readonly LineRow[]
  const get = ({ sql, values }: LineWalk) => read(() => prepare(sql).get(...values)) as unknown as LineKey | undefined

  return {
    async list(account, filter, { limit, cursor }) {
      let after: LineKey | undefined = cursor === undefined ? undefined : decodeLineCursor(cursor)
      const rows: LineRow[] = []
      const until = performance.now() + sifting.mostMs
      do {
        const downTo = isSifted(filter) ? get(lineStretchEnd(account, filter, { after, limit: sifting.stretchLines })) : undefined
        rows.push(...all(lineWalk(account, filter, { after, downTo, limit: limit + 1 - rows.length })))
        after = downTo
        if (rows.length > limit || downTo === undefined) break
        await nextTurn()
      } while (performance.now() < until)
      const page = pageOf(rows.map(lineOf), limit, keyOf)
      return page.nextCursor !== undefined || after === undefined ? page : { ...page, nextCursor: encodeCursor(keyOf(after)) }
    },

    async since(account, { position, place }, limit) {
      const rows = read(() => since.all(position, place, account, limit)) as unknown as readonly LineRow[]
      return rows.map(lineOf)
    },

    async last() {
      const row = read(() => last.get())
      return { position: Number(row?.position ?? 0), place: Number(row?.place ?? 0) }
    },
  }
}

/** Whether lines must be looked at one by one. Those of one execution are, whatever is asked of them: it has few. */
function isSifted({ level, node, text, executionId }: LineFilter): boolean {
  return executionId === undefined && [level, node, text].some((value) => value !== undefined)
}

function keyOf({ at, position, place }: LineKey): readonly number[] {
  return [at, position, place]
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
