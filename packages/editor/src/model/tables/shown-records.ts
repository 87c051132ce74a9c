import type { TableRecord } from './column.ts'

/** A change of a record, as the live link tells it. */
export interface RecordNews {
  readonly change: 'created' | 'updated' | 'deleted'
  readonly record: TableRecord
  /** The record is too large to be told of: only its id has come. */
  readonly isCut?: boolean
}

/**
 * Owns: what a page shows of records between one reading and the next.
 * Invariants: no row moves by itself. What changes is changed in its place, what is deleted stays as a mark, what is new is counted.
 */
export interface ShownRecords {
  /** Those that have changed since they were read. */
  readonly changed: ReadonlyMap<string, TableRecord>
  readonly deleted: ReadonlySet<string>
  /** Created since, by somebody else. */
  readonly fresh: ReadonlySet<string>
  /** Made here, newest first: they stand above the others until the list is read anew. */
  readonly made: readonly TableRecord[]
}

export const asRead: ShownRecords = { changed: new Map(), deleted: new Set(), fresh: new Set(), made: [] }

/** What has come since; of very many changes only the last ones are kept, and the others are seen when the list is read anew. */
export function hear(shown: ShownRecords, news: readonly RecordNews[]): ShownRecords {
  const changed = new Map(shown.changed)
  const deleted = new Set(shown.deleted)
  const fresh = new Set(shown.fresh)
  const made = new Set(shown.made.map(({ id }) => id))
  for (const { change, record, isCut = false } of news) {
    if (change === 'created' && !made.has(record.id)) fresh.add(record.id)
    if (change === 'updated' && !isCut) changed.set(record.id, record)
    if (change === 'deleted' && !fresh.delete(record.id)) deleted.add(record.id)
  }
  return { ...shown, changed: new Map([...changed].slice(-mostChanged)), deleted, fresh }
}

const mostChanged = 5_000

/** A record that was made here stands on top, whatever the order: nobody looks for what they have just written. */
export function withMade(shown: ShownRecords, records: readonly TableRecord[]): ShownRecords {
  const fresh = new Set([...shown.fresh].filter((id) => !records.some((record) => record.id === id)))
  return { ...shown, fresh, made: [...records, ...shown.made] }
}

/** The rows, in the order of the page. */
export function rowsOf(read: readonly TableRecord[], { changed, made }: ShownRecords): readonly TableRecord[] {
  if (changed.size === 0 && made.length === 0) return read
  const ids = new Set(made.map(({ id }) => id))
  const rows = made.length === 0 ? read : [...made, ...read.filter(({ id }) => !ids.has(id))]
  return rows.map((record) => newerOf(record, changed.get(record.id)))
}

/** What was read after the news came is newer than they are. */
function newerOf(record: TableRecord, news: TableRecord | undefined): TableRecord {
  return news !== undefined && String(news.updatedAt) >= String(record.updatedAt) ? news : record
}
