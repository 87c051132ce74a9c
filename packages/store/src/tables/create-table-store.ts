import { decodeTextCursor } from '../cursor.ts'
import type { NewEvent } from '../event-store.ts'
import { pageOf } from '../page.ts'
import type { TableStore } from '../table-store.ts'
import { aggregateRows } from './aggregate-rows.ts'
import { changeTable } from './change-table.ts'
import { everything } from './condition.ts'
import { countRows, findRows } from './find-rows.ts'
import { tableOf } from './kept-table.ts'
import { makeTable } from './make-table.ts'
import { createRecordMatch } from './match-records.ts'
import { type FindTable, parseWhere } from './parse-where.ts'
import { createRecordIds } from './record-id.ts'
import type { TableEngine } from './table-engine.ts'
import { unknownTable } from './unknown-table.ts'
import { createView } from './view-records.ts'
import { createWriteTables } from './write-operations.ts'

/**
 * Tables on an adapter's rows. What they mean is here and in the files beside, once for all adapters.
 * `appendEvent` is called inside of the transaction.
 */
export function createTableStore(engine: TableEngine, appendEvent: (event: NewEvent) => void): TableStore {
  const { catalog, rows, keys } = engine
  const finder = (account: string): FindTable => {
    return (name) => {
      const table = catalog.find(account, name)
      if (table === undefined) throw unknownTable(name)
      return table
    }
  }

  return {
    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      return pageOf(catalog.list(account, after, limit + 1).map(tableOf), limit, ({ name }) => [name])
    },

    async get(account, name) {
      const table = catalog.find(account, name)
      return table && tableOf(table)
    },

    create: async (account, draft, at) => engine.transaction(() => tableOf(makeTable(engine, account, draft, at))),

    change: async (account, name, changes, options) => changeTable(engine, finder(account)(name), changes, options),

    async delete(account, name) {
      return engine.transaction(() => {
        const table = catalog.find(account, name)
        if (table === undefined) return undefined
        const count = rows.count(table, everything)
        catalog.remove(table)
        return count
      })
    },

    async record(account, name, id, view = {}) {
      const find = finder(account)
      const table = find(name)
      const show = createView(engine, table, view, find)
      const row = rows.get(table, id)
      return row && show([row])[0]
    },

    async query(account, name, query) {
      const find = finder(account)
      const table = find(name)
      const show = createView(engine, table, query, find)
      const { items, ...page } = await findRows(engine, table, query, find)
      return { items: show(items), ...page }
    },

    async count(account, name, where) {
      const find = finder(account)
      const table = find(name)
      return countRows(engine, table, parseWhere(table, where, find))
    },

    async match(account, name, where) {
      return createRecordMatch(name, where, finder(account))
    },

    async aggregate(account, name, query) {
      const find = finder(account)
      return aggregateRows(engine, find(name), query, find)
    },

    write: createWriteTables({ engine, appendEvent, nextId: createRecordIds() }),

    forgetKeys: async (before, limit) => keys.forget(before, limit),
  }
}
