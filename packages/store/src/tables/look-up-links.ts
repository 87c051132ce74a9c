import type { Condition, Field, Test } from './condition.ts'
import type { KeptTable } from './kept-table.ts'
import { invalidQuery } from './query-mistake.ts'
import { byId } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import { pagesOf } from './walk-rows.ts'

const mostIds = 100_000

/**
 * The condition with what leads to other records turned into the ids that it comes to, so that a row by itself shows whether it holds.
 * For conditions that the engine does not decide. Others may have a turn wherever it yields.
 */
export function* lookUpLinks(engine: TableEngine, table: KeptTable, where: Condition): Generator<void, Condition> {
  if (where.type === 'test') {
    const ids = yield* idsOf(engine, table, where.field, where.test)
    return ids === undefined ? where : { ...where, test: { type: 'one-of', ids } }
  }
  const of: Condition[] = []
  for (const one of where.of) of.push(yield* lookUpLinks(engine, table, one))
  return { ...where, of }
}

type Ids = ReadonlySet<string>

function* idsOf(engine: TableEngine, table: KeptTable, { column }: Field, test: Test): Generator<void, Ids | undefined> {
  const { links } = engine
  switch (test.type) {
    case 'linked-to':
      return new Set(links.owners(table, column, test.ids))
    case 'linked-from':
      return new Set(links.of(test.table, test.column, [test.id], mostIds).map(({ target }) => target))
    case 'exists':
      return column.type === 'relation' ? new Set(links.owners(table, column, undefined)) : undefined
    case 'meets': {
      const met = yield* idsWhere(engine, test.table, test.where)
      return column.type === 'relation' ? new Set(links.owners(table, column, [...met])) : met
    }
    default:
      return undefined
  }
}

function* idsWhere(engine: TableEngine, table: KeptTable, where: Condition): Generator<void, Ids> {
  // Only the ids are of interest, unless the rows themselves decide.
  const walk = engine.rows.decides(where) ? { where, columns: [] } : { where: yield* lookUpLinks(engine, table, where) }
  const ids = new Set<string>()
  for (const page of pagesOf(engine, { table, sort: byId, ...walk })) {
    for (const { id } of page) ids.add(id)
    if (ids.size > mostIds) throw invalidQuery(`matchesQuery comes to more than ${mostIds} records of "${table.name}": narrow it`)
    yield
  }
  return ids
}
