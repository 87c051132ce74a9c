import type { JsonObject } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import type { OperationResult } from '../table-store.ts'
import type { Condition } from './condition.ts'
import { createHolds } from './holds.ts'
import type { KeptTable } from './kept-table.ts'
import { lookUpLinks } from './look-up-links.ts'
import { parseWhere } from './parse-where.ts'
import { byId } from './sort-order.ts'
import type { TableEngine } from './table-engine.ts'
import type { TableRow } from './table-row.ts'
import { atOnce, inTurns } from './turns.ts'
import { pagesOf, walkRows } from './walk-rows.ts'
import { changeRow, type Writer } from './write-records.ts'

/** The records found before the transaction began, for a condition that only they themselves decide. */
export interface Found {
  readonly where: Condition
  readonly ids: readonly string[]
}

const mostRecords = 10_000

export function updateWhere(writer: Writer, table: KeptTable, where: JsonObject, changes: JsonObject, found?: Found): OperationResult {
  const rows = rowsWhere(writer, table, 'update', where, found)
  for (const row of rows) changeRow(writer, writer.tableOf(table.name), row, changes)
  return { count: rows.length }
}

export function deleteWhere(writer: Writer, table: KeptTable, where: JsonObject, found?: Found): OperationResult {
  const rows = rowsWhere(writer, table, 'delete', where, found)
  for (const row of rows) writer.changes.remove(table, row)
  return { count: rows.length }
}

/** Looks page by page, with a turn for everything else in between; the transaction looks at what was found once more. */
export async function findFirst(engine: TableEngine, table: KeptTable, where: Condition): Promise<Found | undefined> {
  if (engine.rows.decides(where)) return undefined
  const condition = await inTurns(lookUpLinks(engine, table, where))
  const ids: string[] = []
  for await (const page of walkRows(engine, { table, where: condition, sort: byId })) {
    ids.push(...page.map(({ id }) => id))
    assertNotTooMany(table, ids.length)
  }
  return { where: condition, ids }
}

/** Those that are seen and may not be changed are left out, as if the condition said so too. */
function rowsWhere(
  { engine, permit }: Writer,
  table: KeptTable,
  action: 'update' | 'delete',
  where: JsonObject,
  found: Found | undefined,
): readonly TableRow[] {
  permit.assertMay(table, action)
  const isOpen = (row: TableRow): boolean => permit.may(table, action, row)
  if (found !== undefined) return engine.rows.getAll(table, found.ids).filter(createHolds(found.where)).filter(isOpen)
  const parsed = parseWhere(table, where, permit)
  const condition = engine.rows.decides(parsed) ? parsed : atOnce(lookUpLinks(engine, table, parsed))
  const rows: TableRow[] = []
  for (const page of pagesOf(engine, { table, where: condition, sort: byId })) {
    rows.push(...page.filter(isOpen))
    assertNotTooMany(table, rows.length)
  }
  return rows
}

function assertNotTooMany({ name }: KeptTable, count: number): void {
  if (count <= mostRecords) return
  throw new StoreError(
    'TABLE_LIMIT',
    `The condition holds for more than ${mostRecords} records of "${name}", which is the most for one write: narrow it and write several times.`,
  )
}
