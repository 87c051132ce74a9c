import { decodeTextCursor } from '../cursor.ts'
import type { NewEvent } from '../event-store.ts'
import { pageOf } from '../page.ts'
import type { Principal, TableRecords, TableStore } from '../table-store.ts'
import { aggregateRows } from './aggregate-rows.ts'
import { changeTable } from './change-table.ts'
import { everything } from './condition.ts'
import { countRows, findRows } from './find-rows.ts'
import { tableOf } from './kept-table.ts'
import { createLinkJournal, type LinkJournal } from './link-journal.ts'
import { makeTable } from './make-table.ts'
import { createRecordMatch } from './match-records.ts'
import { parseWhere } from './parse-where.ts'
import { createPermit } from './permit.ts'
import { createRecordIds } from './record-id.ts'
import type { TableEngine } from './table-engine.ts'
import { unknownTable } from './unknown-table.ts'
import { createView } from './view-records.ts'
import { createWriteTables, type WriteTables } from './write-operations.ts'

/**
 * Tables on an adapter's rows. What they mean is here and in the files beside, once for all adapters.
 * `appendEvent` is called inside of the transaction.
 */
export function createTableStore(engine: TableEngine, appendEvent: (event: NewEvent) => void): TableStore {
  const { catalog, rows, keys } = engine
  const journal = createLinkJournal()
  const ground = { engine, journal, write: createWriteTables({ engine, journal, appendEvent, nextId: createRecordIds() }) }

  return {
    ...createRecords(ground),

    async get(account, name) {
      const table = catalog.find(account, name)
      return table && tableOf(table)
    },

    as: (principal) => createRecords(ground, principal),

    async list(account, { limit, cursor }) {
      const after = cursor === undefined ? '' : decodeTextCursor(cursor)
      return pageOf(catalog.list(account, after, limit + 1).map(tableOf), limit, ({ name }) => [name])
    },

    create: async (account, draft, at) => engine.transaction(() => tableOf(makeTable(engine, account, draft, at))),

    async change(account, name, changes, options) {
      const table = catalog.find(account, name)
      if (table === undefined) throw unknownTable(name)
      return changeTable(engine, table, changes, options)
    },

    async delete(account, name) {
      return engine.transaction(() => {
        const table = catalog.find(account, name)
        if (table === undefined) return undefined
        const count = rows.count(table, everything)
        catalog.remove(table)
        return count
      })
    },

    forgetKeys: async (before, limit) => keys.forget(before, limit),
  }
}

interface Ground {
  readonly engine: TableEngine
  readonly journal: LinkJournal
  readonly write: WriteTables
}

/** Records as the principal may see and write them; without one, as they are. */
function createRecords({ engine, journal, write }: Ground, principal?: Principal): TableRecords {
  const permitFor = (account: string) => createPermit(engine, account, principal)
  return {
    get: async (account, name) => tableOf(permitFor(account).findToWrite(name)),

    async record(account, name, id, view = {}) {
      const permit = permitFor(account)
      const table = permit.find(name)
      const show = createView(engine, table, view, permit)
      const row = engine.rows.get(table, id)
      return row && permit.sees(table, row) ? show([row])[0] : undefined
    },

    async query(account, name, query) {
      const permit = permitFor(account)
      const table = permit.find(name)
      const show = createView(engine, table, query, permit)
      const { items, ...page } = await findRows(engine, table, query, permit)
      return { items: show(items), ...page }
    },

    async count(account, name, where) {
      const permit = permitFor(account)
      const table = permit.find(name)
      return countRows(engine, table, parseWhere(table, where, permit))
    },

    match: async (account, name, where) => createRecordMatch({ engine, journal }, name, where, permitFor(account)),

    async aggregate(account, name, query) {
      const permit = permitFor(account)
      return aggregateRows(engine, permit.find(name), query, permit)
    },

    write: (account, asked) => write(account, asked, principal),
  }
}
