import type { JsonObject } from '@millrace/engine'
import { type Column, type OperationResult, StoreError, type TableOperation } from '@millrace/store'
import { ImportMistake } from './import-mistake.ts'
import type { ImportRequest, LineMistake } from './import-request.ts'
import { letOthersIn } from './let-others-in.ts'
import type { ImportPlan } from './plan-import.ts'
import { readEntries } from './read-entries.ts'
import { readRecord } from './read-record.ts'
import { stoppedHalfWay } from './stopped-half-way.ts'

export interface Imported {
  readonly created: number
  readonly updated: number
  /** Lines that the table has refused when they were written. */
  readonly mistakes: readonly LineMistake[]
}

interface Line {
  readonly line: number
  readonly record: JsonObject
}

/** In one transaction: so many are made together, or not at all. */
const mostTogether = 10_000
/** Of larger files: short enough that nothing else waits for long. */
const batch = 1_000
const mostTold = 100
const idBytes = 12

/**
 * Writes what the plan has found good, into the table and the columns that it has made: what somebody takes away meanwhile does not come back.
 * Up to 10,000 records are one transaction. More are written in several; when one of them fails, the new
 * records of those before are deleted again.
 */
export async function importRecords(request: ImportRequest, plan: ImportPlan): Promise<Imported> {
  const { tables, account, table } = request
  await makeRoom(request, plan)
  const undo = createUndo(request)
  const mistakes: LineMistake[] = []
  let created = 0
  let updated = 0
  try {
    for await (const lines of batchesOf(request, plan)) {
      const operations = await operationsFor(request, lines)
      const mode = request.wrongLines === 'skip' ? 'alone' : 'together'
      const results = await writeLines(() => tables.write(account, { operations, mode, adds: 'nothing' }, {}), lines)
      undo.note(results)
      for (const [index, result] of results.entries()) {
        if ('error' in result && mistakes.length < mostTold) mistakes.push({ line: lines[index]?.line ?? 0, message: result.error.message })
        if ('record' in result) result.isNew === true ? created++ : updated++
      }
      await letOthersIn()
    }
  } catch (error) {
    const left = plan.table === undefined ? await undo.dropTable() : await undo.run(plan.newColumns)
    throw stoppedHalfWay(error, { table, left, updated })
  }
  return { created, updated, mistakes }
}

/** The table and the columns that the file brings. */
async function makeRoom({ tables, account, table: name }: ImportRequest, { table, newColumns }: ImportPlan): Promise<void> {
  if (table === undefined) await tables.create(account, { name, columns: newColumns })
  else if (newColumns.length > 0)
    await tables.change(
      account,
      name,
      newColumns.map((column) => ({ type: 'add', column })),
    )
}

async function writeLines(write: () => Promise<readonly OperationResult[]>, lines: readonly Line[]): Promise<readonly OperationResult[]> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof StoreError) || error.status >= 500) throw error
    throw new ImportMistake(`${error.message.replace(/\.$/, '')} (in lines ${lines[0]?.line} to ${lines.at(-1)?.line})`)
  }
}

async function* batchesOf({ content, format, delimiter }: ImportRequest, { table, newColumns, names, count, wrongLines }: ImportPlan) {
  const columns = new Map([...(table?.columns ?? []), ...newColumns].map((column): [string, Column] => [column.name, column]))
  const size = count <= mostTogether ? mostTogether : batch
  let lines: Line[] = []
  for await (const entries of readEntries(content.read(), { format, delimiter }, names)) {
    for (const entry of entries) {
      if ('mistake' in entry || wrongLines.has(entry.line)) continue
      lines.push({ line: entry.line, record: readRecord(entry.fields, columns, format === 'csv') })
      if (lines.length < size) continue
      yield lines
      lines = []
    }
  }
  if (lines.length > 0) yield lines
}

async function operationsFor({ tables, account, table, key }: ImportRequest, lines: readonly Line[]): Promise<readonly TableOperation[]> {
  if (key === undefined) return lines.map(({ record }) => ({ type: 'insert', table, record }))
  if (key !== 'id') return lines.map(({ record }) => ({ type: 'upsert', table, by: key, record: withoutTimes(record) }))
  const known = new Set<unknown>()
  for (let from = 0; from < lines.length; from += batch) {
    const ids = lines.slice(from, from + batch).map(({ record }) => record.id ?? null)
    const { items } = await tables.query(account, table, { where: { id: { containedIn: ids } }, select: [], limit: batch })
    for (const { id } of items) known.add(id)
  }
  return lines.map(({ record }): TableOperation => {
    const { id, ...changes } = withoutTimes(record)
    if (!known.has(id)) {
      known.add(id)
      return { type: 'insert', table, record }
    }
    return { type: 'update', table, id: String(id), changes }
  })
}

/** A record that is there keeps the times it has. */
function withoutTimes({ createdAt: _, updatedAt: __, ...record }: JsonObject): JsonObject {
  return record
}

/** Remembers new records by 12 bytes each, and deletes them and the new columns again when asked. Both ways say how many could not be deleted. */
function createUndo({ tables, account, table }: ImportRequest) {
  const parts: Buffer[] = []
  const bytesOf = (some: readonly Buffer[]) => some.reduce((sum, part) => sum + part.length, 0)
  async function leftAfter(act: () => Promise<void>): Promise<number> {
    try {
      await act()
    } catch (error) {
      // On a full disk nothing can be deleted either. It is told with what has stopped the import.
      if (!(error instanceof StoreError)) throw error
    }
    return bytesOf(parts) / idBytes
  }
  return {
    note(results: readonly OperationResult[]): void {
      const ids = results.flatMap((result) => ('record' in result && result.isNew === true ? [String(result.record.id)] : []))
      parts.push(Buffer.from(ids.join(''), 'hex'))
    },
    dropTable: () =>
      leftAfter(async () => {
        await tables.delete(account, table)
        parts.length = 0
      }),
    run: (columns: readonly Column[]) =>
      leftAfter(async () => {
        for (let part = parts.at(-1); part !== undefined; part = parts.at(-1)) {
          const operations: TableOperation[] = []
          for (let at = 0; at < part.length; at += idBytes) {
            operations.push({ type: 'delete', table, id: part.toString('hex', at, at + idBytes) })
          }
          // Alone: somebody may have deleted one meanwhile.
          if (operations.length > 0) await tables.write(account, { operations, mode: 'alone' }, {})
          parts.pop()
          await letOthersIn()
        }
        const changes = columns.map(({ name }) => ({ type: 'remove', column: name }) as const)
        if (changes.length > 0) await tables.change(account, table, changes, { discards: true })
      }),
  }
}
