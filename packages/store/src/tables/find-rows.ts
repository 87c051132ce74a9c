import type { Listed } from '../execution-store.ts'
import type { TableQuery } from '../table-store.ts'
import type { Condition } from './condition.ts'
import type { KeptTable } from './kept-table.ts'
import { lookUpLinks } from './look-up-links.ts'
import { parseWhere, type Sight } from './parse-where.ts'
import { cursorOf, readRowCursor } from './row-cursor.ts'
import { byId, compareRows, compareToKeys, readSort, type SortKey } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import type { Cell, TableRow } from './table-row.ts'
import { inTurns } from './turns.ts'
import { walkRows } from './walk-rows.ts'

interface Wanted {
  readonly table: KeptTable
  readonly where: Condition
  readonly sort: readonly SortKey[]
  readonly after: readonly (Cell | undefined)[] | undefined
  readonly skip: number
  /** One more than the page holds: it says whether there is another page. */
  readonly limit: number
}

export async function findRows(engine: TableEngine, table: KeptTable, query: TableQuery, sight: Sight): Promise<Listed<TableRow>> {
  const { where, limit, skip = 0, cursor } = query
  const sort = readSort(table, query.sort)
  const after = cursor === undefined ? undefined : readRowCursor(sort, cursor)
  const wanted = { table, where: parseWhere(table, where, sight), sort, after, skip, limit: limit + 1 }
  const rows = engine.rows.decides(wanted.where) ? engine.rows.select(table, wanted) : await walkTo(engine, wanted)
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, nextCursor: cursorOf(sort, last) } : { items }
}

/** For a condition that only the rows themselves decide. */
async function walkTo(engine: TableEngine, wanted: Wanted): Promise<readonly TableRow[]> {
  const looked = { ...wanted, where: await inTurns(lookUpLinks(engine, wanted.table, wanted.where)) }
  return engine.rows.isInOrder(wanted.sort) ? walkInOrder(engine, looked) : walkAndSort(engine, looked)
}

async function walkInOrder(engine: TableEngine, { skip, limit, ...walk }: Wanted): Promise<readonly TableRow[]> {
  const found: TableRow[] = []
  for await (const page of walkRows(engine, walk)) {
    found.push(...page)
    if (found.length >= skip + limit) break
  }
  return found.slice(skip, skip + limit)
}

/** Once through the table: a sort for each page of the walk would cost more. Only the first ones are kept. */
async function walkAndSort(engine: TableEngine, { skip, limit, sort, after, ...walk }: Wanted): Promise<readonly TableRow[]> {
  const most = skip + limit
  let found: TableRow[] = []
  for await (const page of walkRows(engine, { ...walk, sort: byId })) {
    found.push(...page.filter((row) => after === undefined || compareToKeys(sort, row, after) > 0))
    if (found.length > most + 2_000) found = firstOf(found, sort, most)
  }
  return firstOf(found, sort, most).slice(skip)
}

function firstOf(rows: TableRow[], sort: readonly SortKey[], count: number): TableRow[] {
  return rows.sort((one, other) => compareRows(sort, one, other)).slice(0, count)
}

export async function countRows(engine: TableEngine, table: KeptTable, where: Condition): Promise<number> {
  if (engine.rows.decides(where)) return engine.rows.count(table, where)
  const condition = await inTurns(lookUpLinks(engine, table, where))
  let count = 0
  for await (const page of walkRows(engine, { table, where: condition, sort: byId })) count += page.length
  return count
}
