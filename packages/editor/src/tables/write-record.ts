import type { JsonObject } from '@millrace/engine'
import { ApiError, call } from '../api/call.ts'
import type { TableRecord } from '../model/tables/column.ts'
import { isSame } from '../model/tables/is-same.ts'

export type Written =
  | { readonly type: 'written'; readonly record: TableRecord }
  /** Somebody else has set some of the same columns meanwhile: nothing was written. */
  | { readonly type: 'conflict'; readonly record: TableRecord; readonly columns: readonly string[] }
  | { readonly type: 'gone' }

const mostTries = 4

/**
 * Writes these changes if the columns that they are about are still as they were in `base`; what others have done to the rest of the record
 * stays. Throws what the server has against a value.
 */
export async function writeRecord(table: string, base: TableRecord, changes: JsonObject): Promise<Written> {
  let before = base
  for (let tries = 0; tries < mostTries; tries++) {
    const isWritten = await writeIf(table, before, changes)
    const now = await readRecord(table, base.id)
    if (now === undefined) return { type: 'gone' }
    if (isWritten) return { type: 'written', record: now }
    const columns = Object.keys(changes).filter((name) => !isSame(now[name], base[name]) && !isSame(now[name], changes[name]))
    if (columns.length > 0) return { type: 'conflict', record: now, columns }
    before = now
  }
  throw new Error('Others write this record all the time: try again in a moment.')
}

async function writeIf(table: string, { id, updatedAt = null }: TableRecord, changes: JsonObject): Promise<boolean> {
  const operation = { type: 'update-where', table, where: { id, updatedAt }, changes }
  const { items } = await call('POST /api/v1/table-writes', { body: { operations: [operation] } })
  const [result] = items
  return result !== undefined && 'count' in result && result.count === 1
}

async function readRecord(table: string, id: string): Promise<TableRecord | undefined> {
  try {
    return (await call('GET /api/v1/tables/{table}/records/{id}', { params: { table, id } })) as TableRecord // JSON, with its columns.
  } catch (error) {
    if (error instanceof ApiError && error.code === 'RECORD_NOT_FOUND') return undefined
    throw error
  }
}
