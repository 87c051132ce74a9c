import type { JsonObject } from '@millrace/engine'
import type { Tables } from '@millrace/runtime'
import type { Column, ColumnChange, Table, TableAccess } from '@millrace/store'

/** A table of a schema, with its records where they were exported too. */
export interface SchemaTable {
  readonly name: string
  readonly isLocked: boolean
  readonly columns: readonly Column[]
  readonly access?: TableAccess
  readonly records?: readonly JsonObject[] | undefined
}

export interface SchemaStep {
  readonly table: string
  readonly action: 'create' | 'add-columns' | 'keep' | 'conflict'
  readonly columns: readonly string[]
}

/** What stands between the tables that there are and those of the schema. */
export async function planSchema(
  tables: Pick<Tables, 'get'>,
  account: string,
  wanted: readonly SchemaTable[],
): Promise<readonly SchemaStep[]> {
  return Promise.all(wanted.map(async (table) => stepFor(table, await tables.get(account, table.name))))
}

function stepFor({ name, columns }: SchemaTable, there: Table | undefined): SchemaStep {
  if (there === undefined) return { table: name, action: 'create', columns: columns.map((column) => column.name) }
  const known = new Map(there.columns.map((column) => [column.name, column]))
  const differing = columns.filter((column) => {
    const own = known.get(column.name)
    return own !== undefined && (own.type !== column.type || own.table !== column.table)
  })
  if (differing.length > 0) return { table: name, action: 'conflict', columns: differing.map((column) => column.name) }
  const missing = columns.filter((column) => !known.has(column.name)).map((column) => column.name)
  return { table: name, action: missing.length === 0 ? 'keep' : 'add-columns', columns: missing }
}

const batch = 1_000

/** Makes what is missing, all of it or nothing. Records go only into tables that are made: those of others are their own. Says how many there were. */
export async function applySchema(
  tables: Tables,
  account: string,
  wanted: readonly SchemaTable[],
  steps: readonly SchemaStep[],
): Promise<number> {
  const takeBack: (() => Promise<unknown>)[] = []
  let count = 0
  try {
    for (const [index, { action, columns }] of steps.entries()) {
      const table = wanted[index]
      if (table === undefined) continue
      const { name, isLocked, access, records = [] } = table
      if (action === 'create') {
        await tables.create(account, { name, columns: table.columns, isLocked, ...(access !== undefined && { access }) })
        takeBack.push(() => tables.delete(account, name))
        count += await addRecords(tables, account, name, records)
      }
      if (action === 'add-columns') {
        const added = table.columns.filter((column) => columns.includes(column.name))
        await tables.change(account, name, added.map(asAdded))
        takeBack.push(() => tables.change(account, name, added.map(asRemoved), { discards: true }))
      }
    }
  } catch (error) {
    for (const undo of takeBack.reverse()) await undo()
    throw error
  }
  return count
}

function asAdded(column: Column): ColumnChange {
  return { type: 'add', column }
}

function asRemoved({ name }: Column): ColumnChange {
  return { type: 'remove', column: name }
}

async function addRecords(tables: Tables, account: string, table: string, records: readonly JsonObject[]): Promise<number> {
  for (let from = 0; from < records.length; from += batch) {
    const operations = records.slice(from, from + batch).map((record) => ({ type: 'insert', table, record }) as const)
    await tables.write(account, { operations }, {})
  }
  return records.length
}
