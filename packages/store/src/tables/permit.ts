import { StoreError } from '../errors.ts'
import type { AccessRule, Principal, TableAccess, TableRecord } from '../table-store.ts'
import { ownerOf } from './access-rules.ts'
import { type Condition, everything } from './condition.ts'
import type { KeptColumn, KeptTable } from './kept-table.ts'
import type { TableEngine } from './table-engine.ts'
import { quoted } from './table-names.ts'
import { recordOf, type TableRow } from './table-row.ts'
import { unknownTable } from './unknown-table.ts'

/**
 * Owns: what somebody sees of an account's tables, and what they may do with it.
 * Does not own: conditions and writes, which ask it.
 * Invariants: A1 every way to a record goes through a permit. A2 what is not seen is as if it were not there: it is not counted, not included,
 * not found by a condition. A3 what is not seen cannot be changed. A4 without a principal everything is allowed, and nothing is looked up for it.
 */
export interface Permit {
  readonly principal: Principal | undefined
  /** The table, for reading. Throws `TABLE_UNKNOWN`, or `TABLE_ACCESS_DENIED` where nothing of it can be seen. */
  find(name: string): KeptTable
  /** The table, for writing: what may be done is asked with each row. */
  findToWrite(name: string): KeptTable
  /** The rows that are seen. */
  seen(table: KeptTable): Condition
  sees(table: KeptTable, row: TableRow): boolean
  seesId(table: KeptTable, id: string): boolean
  /** Throws `TABLE_ACCESS_DENIED`. */
  assertMay(table: KeptTable, action: keyof TableAccess, row?: TableRow): void
  may(table: KeptTable, action: keyof TableAccess, row: TableRow): boolean
  /** What a writer is told of what they have written. */
  show(table: KeptTable, row: TableRow): TableRecord
}

/** Whose rows: all of them, those of the principal, or none. */
type Reach = 'all' | 'own' | 'none'

export function createPermit(engine: TableEngine, account: string, principal?: Principal): Permit {
  return principal === undefined ? permitAll(engine, account) : permitSome(engine, account, principal)
}

function permitAll({ catalog }: TableEngine, account: string): Permit {
  const find = (name: string): KeptTable => {
    const table = catalog.find(account, name)
    if (table === undefined) throw unknownTable(name)
    return table
  }
  return {
    principal: undefined,
    find,
    findToWrite: find,
    seen: () => everything,
    sees: () => true,
    seesId: () => true,
    assertMay: () => undefined,
    may: () => true,
    show: recordOf,
  }
}

function permitSome({ catalog, rows }: TableEngine, account: string, principal: Principal): Permit {
  const reach = ({ access }: KeptTable, action: keyof TableAccess): Reach => reachOf(access?.[action], principal)

  /** A table that is not there answers like one that is closed, so that nobody finds out which there are. */
  function findFor(name: string, actions: readonly (keyof TableAccess)[]): KeptTable {
    const table = catalog.find(account, name)
    if (table !== undefined && actions.some((action) => reach(table, action) !== 'none')) return table
    throw denied(principal, actions.length === 1 ? 'read' : 'use', name)
  }

  function reaches(table: KeptTable, action: keyof TableAccess, row: TableRow): boolean {
    const of = reach(table, action)
    return of === 'all' || (of === 'own' && row.cells.get(ownerOf(table)?.id ?? 0) === principal.id)
  }

  const sees = (table: KeptTable, row: TableRow): boolean => reaches(table, 'read', row)
  const may = (table: KeptTable, action: keyof TableAccess, row: TableRow): boolean => sees(table, row) && reaches(table, action, row)

  return {
    principal,
    find: (name) => findFor(name, ['read']),
    findToWrite: (name) => findFor(name, ['read', 'create', 'update', 'delete']),
    seen(table) {
      const of = reach(table, 'read')
      if (of === 'all') return everything
      const owner = ownerOf(table)
      return of === 'own' && owner !== undefined && principal.id !== null ? isOwn(owner, principal.id) : nothing
    },
    sees,
    seesId(table, id) {
      const row = rows.get(table, id)
      return row !== undefined && sees(table, row)
    },
    may,
    assertMay(table, action, row) {
      const isAllowed = row === undefined ? reach(table, action) !== 'none' : may(table, action, row)
      if (!isAllowed) throw denied(principal, row === undefined ? action : `${action} record ${row.id} of`, table.name)
    },
    show(table, row) {
      const record = recordOf(table, row)
      if (sees(table, row)) return record
      const { id = null, createdAt = null, updatedAt = null } = record
      return { id, createdAt, updatedAt }
    },
  }
}

function reachOf(rules: readonly AccessRule[] | undefined, { id, roles }: Principal): Reach {
  if (rules === undefined) return 'none'
  const isAll = rules.some(
    (rule) => rule === 'anyone' || (rule === 'signed-in' && id !== null) || (rule.startsWith('role:') && roles.includes(rule.slice(5))),
  )
  if (isAll) return 'all'
  return id !== null && rules.includes('owner') ? 'own' : 'none'
}

const nothing: Condition = { type: 'any', of: [] }

function isOwn(column: KeptColumn, value: string): Condition {
  return { type: 'test', field: { column, path: [] }, test: { type: 'equals', value }, isNegated: false }
}

const words = { create: 'create records in', read: 'read', update: 'change records of', delete: 'delete records of' } as const

function denied({ id }: Principal, action: string, table: string): StoreError {
  const who = id === null ? 'Who is not signed in' : quoted(id)
  const verb = words[action as keyof typeof words] ?? action
  return new StoreError('TABLE_ACCESS_DENIED', `${who} may not ${verb} table ${quoted(table)}: its "access" says who may.`)
}
