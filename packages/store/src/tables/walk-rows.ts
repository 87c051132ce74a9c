import { setImmediate } from 'node:timers/promises'
import type { Condition } from './condition.ts'
import { createHolds } from './holds.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import { keysOf, type SortKey } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import type { Cell, TableRow } from './table-row.ts'

const rowsAtOnce = 500
/** Then everything else has its turn. */
const longestMs = 8

interface Walk {
  readonly table: KeptTable
  /** Its links have been looked up unless the engine decides it. */
  readonly where: Condition
  readonly sort: readonly SortKey[]
  readonly after?: readonly (Cell | undefined)[] | undefined
  readonly columns?: readonly KeptColumn[]
}

/** The rows of which the condition holds, in order, page by page. However many there are, nothing else waits long. */
export async function* walkRows(engine: TableEngine, walk: Walk): AsyncGenerator<readonly TableRow[]> {
  let since = performance.now()
  for (const rows of pagesOf(engine, walk)) {
    yield rows
    if (performance.now() - since < longestMs) continue
    await setImmediate()
    since = performance.now()
  }
}

/** The same without a break, for the inside of a transaction. */
export function* pagesOf({ rows }: TableEngine, { table, where, sort, after, columns }: Walk): Generator<readonly TableRow[]> {
  const isExact = rows.decides(where)
  const query = { where, sort, limit: rowsAtOnce, ...(columns !== undefined && { columns }) }
  let place = after
  for (;;) {
    const page = rows.select(table, { ...query, after: place })
    const last = page.at(-1)
    yield isExact ? page : page.filter(createHolds(where))
    if (last === undefined || page.length < rowsAtOnce) return
    place = keysOf(sort, last)
  }
}
