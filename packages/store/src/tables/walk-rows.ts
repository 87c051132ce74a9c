import type { Condition } from './condition.ts'
import { createHolds } from './holds.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import { invalidQuery } from './query-mistake.ts'
import { byId, keysOf, type SortKey } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import type { Cell, TableRow } from './table-row.ts'
import { createTurns } from './turns.ts'

const rowsAtOnce = 500
const rowsInSlice = 50
/** A range that has more is gone through by id: 100,000 of a million records took 20 s when each page sorted all of them, and take 1 s. */
const pagesOfFew = 4

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
  const turn = createTurns()
  for (const rows of pagesOf(engine, walk)) {
    yield rows
    await turn()
  }
}

/** The same without a break, for the inside of a transaction. */
export function* pagesOf(engine: TableEngine, { table, where, sort, after, columns }: Walk): Generator<readonly TableRow[]> {
  const { rows } = engine
  const isExact = rows.decides(where)
  const query = { where, sort, limit: rowsAtOnce, ...(columns !== undefined && { columns }) }
  let place = after
  for (let count = 0; ; count++) {
    assertUnchanged(engine, table)
    const page = rows.select(table, { ...query, after: place, isOneOfMany: count >= pagesOfFew && isById(sort) })
    const last = page.at(-1)
    if (isExact) yield page
    else yield* sifted(page, where)
    if (last === undefined || page.length < rowsAtOnce) return
    place = keysOf(sort, last)
  }
}

function isById([first]: readonly SortKey[]): boolean {
  return first?.column.id === byId[0]?.column.id
}

/** In slices: rows may be long, and whoever goes through may have to let others have their turn. */
function* sifted(page: readonly TableRow[], where: Condition): Generator<readonly TableRow[]> {
  const holds = createHolds(where)
  for (let from = 0; from < page.length; from += rowsInSlice) yield page.slice(from, from + rowsInSlice).filter(holds)
}

/** Between two pages somebody may have taken away what the walk goes through. A column that was added is no trouble. */
function assertUnchanged({ catalog }: TableEngine, table: KeptTable): void {
  const now = catalog.find(table.account, table.name)
  if (now === table) return
  const isThere = now?.id === table.id && table.columns.every(({ id }) => now.columns.some((column) => column.id === id))
  if (!isThere) throw invalidQuery(`table "${table.name}" was changed meanwhile, so ask once more`)
}
