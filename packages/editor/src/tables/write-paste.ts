import { ApiError, call } from '../api/call.ts'
import type { TableRecord } from '../model/tables/column.ts'
import { changedSince, type PasteOperation, withSeen } from '../model/tables/paste-plan.ts'

export type Pasted =
  /** By operation what the record is now. */
  | { readonly type: 'written'; readonly written: readonly (TableRecord | undefined)[] }
  /** Somebody else has set some of the same cells meanwhile: nothing was written. */
  | { readonly type: 'conflict'; readonly records: readonly TableRecord[] }

const mostTries = 4
const mostAtOnce = 1_000

/** Writes all of it if the cells that it is about are still as they were seen; what others have done to the rest of the records stays. */
export async function writePaste(table: string, operations: readonly PasteOperation[], rows: readonly TableRecord[]): Promise<Pasted> {
  const ids = operations.flatMap((operation) => (operation.type === 'update' ? [operation.id] : []))
  const seen = byId(rows)
  let before = seen
  for (let tries = 0; tries < mostTries; tries++) {
    try {
      const { items } = await call('POST /api/v1/table-writes', { body: { operations: withSeen(operations, before) } })
      return { type: 'written', written: items.map((item) => ('record' in item ? (item.record as TableRecord) : undefined)) } // JSON, with its columns.
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'RECORD_INVALID')) throw error
      const now = byId(await readRecords(table, ids))
      // It was not for what others have done.
      if (ids.every((id) => now.get(id)?.updatedAt === before.get(id)?.updatedAt)) throw error
      const records = changedSince(operations, seen, now)
      if (records.length > 0) return { type: 'conflict', records }
      before = now
    }
  }
  throw new Error('Others write these records all the time: try again in a moment.')
}

async function readRecords(table: string, ids: readonly string[]): Promise<readonly TableRecord[]> {
  const body = { where: { id: { containedIn: [...ids] } }, limit: mostAtOnce }
  const { items } = await call('POST /api/v1/tables/{table}/query', { params: { table }, body })
  return items as readonly TableRecord[] // JSON, with its columns.
}

function byId(records: readonly TableRecord[]): ReadonlyMap<string, TableRecord> {
  return new Map(records.map((record) => [record.id, record]))
}
