import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '@millrace/engine'
import { FatalError, type NodeHost, type RecordWrite } from '@millrace/kit'
import { type ConvertedRecord, convertRecord } from './convert-record.ts'
import { copyFile } from './copy-file.ts'
import { askParse, type ParseAccess, whoseIdIsAfter } from './parse-access.ts'
import type { ParseColumn } from './parse-plan.ts'
import { readRelation } from './read-relation.ts'

/** What copies a class: where from, where to, and by what means. */
export interface Copying extends Pick<NodeHost, 'tables' | 'files'> {
  readonly access: ParseAccess
  readonly className: string
  readonly table: string
  readonly columns: readonly ParseColumn[]
  /** The guarded one, without credentials, for files. */
  readonly fetch: typeof globalThis.fetch
  readonly idempotencyKey: string
  isGivenUp(origin: string): boolean
  /** Told of what is not as it was. */
  onLoss(what: string): void
}

export interface CopiedPage {
  /** The last object of Parse in it; undefined when there was none left. */
  readonly last: string | undefined
  readonly count: number
}

const pageSize = 100
const askedAtOnce = 8
/** What a relation takes in one write. */
const mostTargets = 10_000

/** Copies the objects that come after this one: read, converted, and written in one transaction. */
export async function copyPage(copying: Copying, after: string): Promise<CopiedPage> {
  const { className, columns } = copying
  const objects = await readPage(copying, after, pageSize)
  const records = objects.flatMap((object) => convertRecord(className, columns, object) ?? [])
  const last = records.at(-1)?.objectId
  if (last === undefined) return { last, count: 0 }
  for (const { objectId, changed } of records) {
    for (const field of changed) copying.onLoss(`"${field}" of ${className} ${objectId} could not be kept as it was`)
  }
  await writePage(copying, await operationsOf(copying, records))
  return { last, count: records.length }
}

/** By the id of the last one, for Parse gets slower with each record that is skipped, and some servers stop at 10,000. */
async function readPage({ access, className }: Copying, after: string, limit: number): Promise<readonly Json[]> {
  try {
    const { results } = await askParse(access, `classes/${className}`, { where: whoseIdIsAfter(after), order: 'objectId', limit })
    return Array.isArray(results) ? results : []
  } catch (error) {
    if (!(error instanceof FatalError && error.code === 'PARSE_TOO_LARGE') || limit === 1) throw error
    return readPage({ access, className } as Copying, after, Math.floor(limit / 2))
  }
}

interface Operations {
  readonly objectId: string
  readonly writes: readonly RecordWrite[]
}

async function operationsOf(copying: Copying, records: readonly ConvertedRecord[]): Promise<readonly Operations[]> {
  const { tables, table, columns } = copying
  const where = { id: { containedIn: records.map(({ id }) => id) } }
  const select = columns.flatMap(({ name, type }) => (type === 'file' ? [name] : []))
  const { items } = await tables.query(table, { where, select, limit: pageSize }).catch(noTableYet)
  const known = new Map(items.map((item) => [String(item.id), item]))
  return inGroups(records, (record) => writesOf(copying, record, known.get(record.id)))
}

function noTableYet(error: unknown): { readonly items: readonly JsonObject[] } {
  if (error instanceof FatalError && error.code === 'TABLE_UNKNOWN') return { items: [] }
  throw error
}

async function writesOf(copying: Copying, record: ConvertedRecord, kept: JsonObject | undefined): Promise<Operations> {
  const { table } = copying
  const { id, objectId, times } = record
  const fields: Record<string, Json> = { ...record.fields, objectId }
  for (const { column, value } of record.files) {
    fields[column.name] = await copyFile(value, {
      fetch: copying.fetch,
      files: copying.files,
      signal: copying.access.signal,
      kept: kept?.[column.name],
      isGivenUp: copying.isGivenUp,
      onMissing: (why) => copying.onLoss(`${column.from} of ${copying.className} ${objectId}: ${why}`),
    })
  }
  const more: RecordWrite[] = []
  for (const { name: column, from: field, targetClass = '' } of record.relations) {
    const ids = await readRelation(copying.access, { className: copying.className, objectId, field, targetClass })
    fields[column] = ids.slice(0, mostTargets)
    for (let from = mostTargets; from < ids.length; from += mostTargets) {
      more.push({ type: 'add-relation', table, id, column, targets: ids.slice(from, from + mostTargets) })
    }
  }
  const first: RecordWrite =
    kept === undefined ? { type: 'insert', table, record: { id, ...times, ...fields } } : { type: 'update', table, id, changes: fields }
  return { objectId, writes: [first, ...more] }
}

/** All in one transaction. Where one of them is refused they are written one by one, so that the error can say which it was. */
async function writePage({ tables, className, idempotencyKey }: Copying, all: readonly Operations[]): Promise<void> {
  // Of what is written: read again after a crash, the page may hold something new, which a key that is known would pass over.
  const key = `${idempotencyKey}:${createHash('sha256').update(JSON.stringify(all)).digest('hex')}`
  try {
    await tables.write(
      all.flatMap(({ writes }) => writes),
      key,
    )
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    for (const { objectId, writes } of all) {
      await tables.write(writes, `${key}:${objectId}`).catch((own: unknown) => {
        throw own instanceof FatalError ? new FatalError(`${className} ${objectId}: ${own.message}`, { code: own.code, cause: own }) : own
      })
    }
  }
}

/** So many at once that the other side is not overrun, and the results in their order. */
async function inGroups<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += askedAtOnce) {
    results.push(...(await Promise.all(items.slice(from, from + askedAtOnce).map(work))))
  }
  return results
}
