import type { JsonObject } from '@millrace/engine'
import type { RecordMatch } from '../table-store.ts'
import { asCell } from './cell.ts'
import type { Condition, Field, Test } from './condition.ts'
import { createHolds, type HasLink } from './holds.ts'
import type { KeptTable } from './kept-table.ts'
import type { LinkJournal } from './link-journal.ts'
import { ownField } from './own-field.ts'
import { parseWhere, type Sight } from './parse-where.ts'
import { invalidQuery } from './query-mistake.ts'
import { relationHeld, type ToldSide } from './relation-held.ts'
import type { TableEngine } from './table-engine.ts'
import type { Cell, TableRow } from './table-row.ts'

/** A regular expression has a budget for about so many. */
const recordsWithOne = 500

interface MatchGround {
  readonly engine: Pick<TableEngine, 'links'>
  readonly journal: LinkJournal
}

/** Judges records, as changes tell of them, by themselves and by what their relations hold. It follows what the table becomes. */
export function createRecordMatch({ engine, journal }: MatchGround, name: string, where: JsonObject, sight: Sight): RecordMatch {
  let table = sight.find(name)
  let condition = readCondition(table, where, sight)
  let judged: ToldSide | undefined
  const hasLink: HasLink = (column, test) => judged !== undefined && relationHeld(engine, journal, { table, column, test }, judged)
  let holds = createHolds(condition, hasLink)
  let left = recordsWithOne

  return {
    asksRelations: hasTest(condition, ({ column }) => column.type === 'relation'),
    holds(change, side = 'record') {
      const now = sight.find(name)
      if (now !== table) {
        table = now
        condition = readCondition(table, where, sight)
        left = 0
      }
      if (left === 0) {
        holds = createHolds(condition, hasLink)
        left = recordsWithOne
      }
      left -= 1
      judged = { change, side }
      return holds(rowOf(table, (side === 'before' ? change.before : undefined) ?? change.record))
    },
  }
}

function readCondition(table: KeptTable, where: JsonObject, sight: Sight): Condition {
  const condition = parseWhere(table, where, sight)
  if (!hasTest(condition, (_, { type }) => type === 'linked-from' || type === 'meets')) return condition
  throw invalidQuery(
    'a change of a record does not tell what stands in other records (matchesQuery, relatedTo): ask for its own fields, and for ids in its relations',
  )
}

function hasTest(condition: Condition, isMeant: (field: Field, test: Test) => boolean): boolean {
  if (condition.type !== 'test') return condition.of.some((part) => hasTest(part, isMeant))
  return isMeant(condition.field, condition.test)
}

function rowOf(table: KeptTable, record: JsonObject): TableRow {
  const cells = new Map<number, Cell>()
  for (const column of table.columns) {
    const value = ownField(record, column.name)
    const cell = value === null ? undefined : asCell(column, value)
    if (cell !== undefined) cells.set(column.id, cell)
  }
  const [createdAt, updatedAt] = [record.createdAt, record.updatedAt].map((at) => Date.parse(String(at)))
  return { id: String(record.id), createdAt: createdAt ?? 0, updatedAt: updatedAt ?? 0, cells }
}
