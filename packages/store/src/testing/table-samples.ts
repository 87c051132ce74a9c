import type { Json, JsonObject } from '@millrace/engine'
import type { Store } from '../store.ts'
import type { Column, OperationResult, TableOperation, TableQuery, TableRecord } from '../table-store.ts'
import { account } from './samples.ts'

/** What a test says to one store's tables, without repeating account and time. */
export interface Tables {
  create(name: string, columns: readonly Column[], given?: { readonly isLocked?: boolean }): Promise<void>
  write(...operations: readonly TableOperation[]): Promise<readonly OperationResult[]>
  insert(table: string, ...records: readonly JsonObject[]): Promise<readonly TableRecord[]>
  /** The values of one field of the records found, in the order of their creation. */
  find(table: string, where: JsonObject, field?: string, query?: Partial<TableQuery>): Promise<readonly Json[]>
}

export const at = 1_800_000_000_000

export function tablesOf({ tables }: Store): Tables {
  return {
    async create(name, columns, given) {
      await tables.create(account, { name, columns, ...given }, at)
    },
    write: (...operations) => tables.write(account, { operations, at }),
    async insert(table, ...records) {
      const results = await tables.write(account, { operations: records.map((record) => ({ type: 'insert', table, record })), at })
      return results.map(recordIn)
    },
    async find(table, where, field = 'name', query = {}) {
      const { items } = await tables.query(account, table, { where, limit: 1_000, ...query })
      return items.map((record) => record[field] ?? null)
    },
  }
}

export function recordIn(result: OperationResult | undefined): TableRecord {
  if (result === undefined || !('record' in result)) throw new Error(`There is no record in ${JSON.stringify(result)}`)
  return result.record
}

export function idIn(record: TableRecord | undefined): string {
  if (typeof record?.id !== 'string') throw new Error(`There is no id in ${JSON.stringify(record)}`)
  return record.id
}
