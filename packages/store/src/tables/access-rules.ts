import { StoreError } from '../errors.ts'
import type { TableAccess } from '../table-store.ts'
import { columnOf, type KeptColumn, type KeptTable } from './kept-table.ts'
import { addColumn } from './new-column.ts'
import { quoted } from './table-names.ts'

const ownerName = 'owner'
const mostRules = 50
const actions: readonly (keyof TableAccess)[] = ['read', 'create', 'update', 'delete']

/** The column that says whose a record is: every table with rules has it. */
export function ownerOf(table: KeptTable): KeptColumn | undefined {
  return table.access === undefined ? undefined : columnOf(table, ownerName)
}

/** The table with these rules, and with the column that they go by. Null takes them away; the column stays, with what it holds. */
export function withAccess(table: KeptTable, access: TableAccess | null): KeptTable {
  const { access: _, ...open } = table
  if (access === null) return open
  assertAccess(table.name, access)
  const owner = columnOf(table, ownerName)
  if (owner !== undefined && owner.type !== 'string') {
    const reason = `it has a column "${ownerName}" of type ${owner.type}, and the owners of its records would be kept there: rename that one`
    throw refused(table.name, reason)
  }
  const ready = owner === undefined ? addColumn(open, { name: ownerName, type: 'string', index: true }) : open
  return { ...ready, access }
}

function assertAccess(table: string, access: TableAccess): void {
  for (const [action, rules] of Object.entries(access)) {
    if (!(actions as readonly string[]).includes(action)) {
      throw refused(table, `${quoted(action)} is nothing that can be allowed: read, create, update and delete are`)
    }
    if (!Array.isArray(rules) || rules.length > mostRules) throw refused(table, `"${action}" takes a list of at most ${mostRules}`)
    for (const rule of rules) assertRule(table, action, rule)
  }
}

function assertRule(table: string, action: string, rule: unknown): void {
  const isRole = typeof rule === 'string' && /^role:[\w.:-]{1,63}$/.test(rule)
  if (!isRole && rule !== 'anyone' && rule !== 'signed-in' && rule !== 'owner') {
    throw refused(table, `"${action}" names ${JSON.stringify(rule)?.slice(0, 80)}: anyone, signed-in, owner and role:NAME are known`)
  }
  if (rule === 'owner' && action === 'create') throw refused(table, 'nobody owns a record before it is made: "create" takes "signed-in"')
}

function refused(table: string, reason: string): StoreError {
  return new StoreError('TABLE_ACCESS_INVALID', `Access to table "${table}" cannot be so: ${reason}.`)
}

/** While rules go by it, the column stays what it is. */
export function assertNotOwner(table: KeptTable, { id }: KeptColumn): void {
  if (ownerOf(table)?.id !== id) return
  const reason = 'says who owns a record, and the access rules go by it: take the rules away first'
  throw new StoreError('COLUMN_INVALID', `Column "${ownerName}" of table "${table.name}" ${reason}.`)
}
