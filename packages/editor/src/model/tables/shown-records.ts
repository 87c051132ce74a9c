import type { TableRecord } from './column.ts'

/** A change of a record, as the live link tells it. */
export interface RecordNews {
  readonly change: 'created' | 'updated' | 'deleted'
  readonly record: TableRecord
  /** The record is too large to be told of: only its id has come. */
  readonly isCut?: boolean
  /** By column, what the change did to relations. */
  readonly relations?: Readonly<Record<string, { readonly addedCount: number; readonly removedCount: number }>>
}

/** How many ids relations of one record have gained and lost, by column. */
export type RelatedSince = Readonly<Record<string, { readonly added: number; readonly removed: number }>>

/**
 * Owns: what a page shows of records between one reading and the next.
 * Invariants: no row moves by itself. What changes is changed in its place, what is deleted stays as a mark, what is new is counted.
 */
export interface ShownRecords {
  /** Those that have changed since they were read. */
  readonly changed: ReadonlyMap<string, TableRecord>
  readonly deleted: ReadonlySet<string>
  /** What has happened to relations since: what they hold is not shown in a row. */
  readonly related: ReadonlyMap<string, RelatedSince>
  /** Created since, by somebody else. */
  readonly fresh: ReadonlySet<string>
  /** Made here, newest first: they stand above the others until the list is read anew. */
  readonly made: readonly TableRecord[]
}

export const asRead: ShownRecords = { changed: new Map(), deleted: new Set(), related: new Map(), fresh: new Set(), made: [] }

/** What has come since; of very many changes only the last ones are kept, and the others are seen when the list is read anew. */
export function hear(shown: ShownRecords, news: readonly RecordNews[]): ShownRecords {
  const changed = new Map(shown.changed)
  const deleted = new Set(shown.deleted)
  const related = new Map(shown.related)
  const fresh = new Set(shown.fresh)
  const made = new Set(shown.made.map(({ id }) => id))
  for (const { change, record, isCut = false, relations } of news) {
    if (change === 'created' && !made.has(record.id)) fresh.add(record.id)
    if (change === 'updated' && !isCut) changed.set(record.id, record)
    if (change === 'updated' && relations !== undefined) related.set(record.id, withRelations(related.get(record.id), relations))
    if (change === 'deleted' && !fresh.delete(record.id)) deleted.add(record.id)
  }
  const lastOf = <Value>(map: ReadonlyMap<string, Value>) => new Map([...map].slice(-mostChanged))
  return { ...shown, changed: lastOf(changed), related: lastOf(related), deleted, fresh }
}

function withRelations(before: RelatedSince = {}, relations: NonNullable<RecordNews['relations']>): RelatedSince {
  const now = Object.entries(relations).map(([name, { addedCount, removedCount }]) => {
    const { added = 0, removed = 0 } = before[name] ?? {}
    return [name, { added: added + addedCount, removed: removed + removedCount }]
  })
  return { ...before, ...Object.fromEntries(now) }
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
