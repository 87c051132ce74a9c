import type { Json, JsonObject } from '@millrace/engine'
import type { TableQuery, TableRecord } from '../table-store.ts'
import { fieldOf, idColumn, type KeptColumn, type KeptTable } from './kept-table.ts'
import type { Permit } from './permit.ts'
import { invalidQuery } from './query-mistake.ts'
import type { TableEngine } from './table-engine.ts'
import { quoted } from './table-names.ts'
import { recordOf, type TableRow } from './table-row.ts'

/** What shall stand in the place of which pointer, and in theirs. */
type Includes = ReadonlyMap<string, Includes>
type Fields = { [name: string]: Json }

const deepest = 4
const mostIncludes = 20
const mostLinked = 10_000

/** Reads `include` and `select`, and gives the way to show rows by them. Throws for what the table does not have. */
export function createView(
  engine: TableEngine,
  table: KeptTable,
  view: Pick<TableQuery, 'select' | 'include' | 'relations'>,
  sight: Pick<Permit, 'find' | 'sees'>,
) {
  const includes = readIncludes(view.include ?? [])
  assertIncludes(table, includes, sight)
  const selected = view.select && new Set([idColumn.name, ...view.select.map((name) => fieldOf(table, name).name)])
  const related = view.relations === undefined ? [] : table.columns.filter(({ type, name }) => type === 'relation' && !includes.has(name))
  return (rows: readonly TableRow[]): readonly TableRecord[] => {
    const filled = fillIn(engine, table, rows, includes, sight)
    const records = related.reduce((some, column) => withTargets(engine, table, column, some), filled)
    return selected === undefined ? records : records.map((record) => pick(record, selected, includes))
  }
}

function readIncludes(paths: readonly string[]): Includes {
  if (paths.length > mostIncludes) throw invalidQuery(`it includes more than ${mostIncludes} pointers`)
  const root = new Map<string, Includes>()
  for (const path of paths) {
    const names = path.split('.')
    if (names.length > deepest) throw invalidQuery(`"include" goes ${deepest} pointers deep at most, and ${quoted(path)} goes deeper`)
    let place = root
    for (const name of names) {
      const next = (place.get(name) as Map<string, Includes> | undefined) ?? new Map<string, Includes>()
      place.set(name, next)
      place = next
    }
  }
  return root
}

function assertIncludes(table: KeptTable, includes: Includes, sight: Pick<Permit, 'find' | 'sees'>): void {
  for (const [name, deeper] of includes) {
    const column = fieldOf(table, name)
    if (column.table === undefined)
      throw invalidQuery(`"${name}" of table "${table.name}" is no pointer and no relation, so nothing is included`)
    assertIncludes(sight.find(column.table), deeper, sight)
  }
}

/** One look for each pointer of the page, however many records it has. */
function fillIn(
  engine: TableEngine,
  table: KeptTable,
  rows: readonly TableRow[],
  includes: Includes,
  sight: Pick<Permit, 'find' | 'sees'>,
): readonly TableRecord[] {
  const records = rows.map((row): Fields => ({ ...recordOf(table, row) }))
  for (const [name, deeper] of includes) {
    const column = fieldOf(table, name)
    const target = sight.find(column.table ?? '')
    const linked = column.type === 'relation' ? linksOf(engine, table, column, records) : undefined
    const ids = linked === undefined ? records.map((record) => String(record[name])) : [...linked.values()].flat()
    const found = engine.rows.getAll(target, [...new Set(ids)]).filter((row) => sight.sees(target, row))
    const byId = new Map(fillIn(engine, target, found, deeper, sight).map((record) => [String(record.id), record]))
    for (const record of records) {
      record[name] = linked === undefined ? (byId.get(String(record[name])) ?? null) : present(linked.get(String(record.id)) ?? [], byId)
    }
  }
  return records
}

function withTargets(engine: TableEngine, table: KeptTable, column: KeptColumn, records: readonly TableRecord[]): readonly TableRecord[] {
  const linked = targetsOf(engine, table, column, records, 2 ** 31)
  return records.map((record) => ({ ...record, [column.name]: linked.get(String(record.id)) ?? [] }))
}

function linksOf(engine: TableEngine, table: KeptTable, column: KeptColumn, records: readonly JsonObject[]): ReadonlyMap<string, string[]> {
  const linked = targetsOf(engine, table, column, records, mostLinked + 1)
  const count = [...linked.values()].reduce((sum, targets) => sum + targets.length, 0)
  if (count > mostLinked) throw invalidQuery(`"${column.name}" of these records holds more than ${mostLinked}: query them with relatedTo`)
  return linked
}

function targetsOf(
  { links }: TableEngine,
  table: KeptTable,
  column: KeptColumn,
  records: readonly JsonObject[],
  most: number,
): ReadonlyMap<string, string[]> {
  const owners = records.map(({ id }) => String(id))
  const byOwner = new Map<string, string[]>()
  for (const { owner, target } of links.of(table, column, owners, most)) {
    const targets = byOwner.get(owner)
    if (targets === undefined) byOwner.set(owner, [target])
    else targets.push(target)
  }
  return byOwner
}

function present(ids: readonly string[], byId: ReadonlyMap<string, TableRecord>): readonly TableRecord[] {
  return ids.map((id) => byId.get(id)).filter((record) => record !== undefined)
}

function pick(record: TableRecord, names: ReadonlySet<string>, includes: Includes): TableRecord {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name) || includes.has(name)))
}
