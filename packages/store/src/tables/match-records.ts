import type { JsonObject } from '@millrace/engine'
import type { RecordMatch } from '../table-store.ts'
import { asCell } from './cell.ts'
import type { Condition, Test } from './condition.ts'
import { createHolds } from './holds.ts'
import type { KeptTable } from './kept-table.ts'
import { ownField } from './own-field.ts'
import { parseWhere, type Sight } from './parse-where.ts'
import { invalidQuery } from './query-mistake.ts'
import type { Cell, TableRow } from './table-row.ts'

/** A regular expression has a budget for about so many. */
const recordsWithOne = 500

/** Says of records, as changes tell of them, whether a condition holds, that they decide by themselves. It follows what the table becomes. */
export function createRecordMatch(name: string, where: JsonObject, sight: Sight): RecordMatch {
  let table = sight.find(name)
  let condition = readCondition(table, where, sight)
  let holds = createHolds(condition)
  let left = recordsWithOne
  return (record) => {
    const now = sight.find(name)
    if (now !== table) {
      table = now
      condition = readCondition(table, where, sight)
      left = 0
    }
    if (left === 0) {
      holds = createHolds(condition)
      left = recordsWithOne
    }
    left -= 1
    return holds(rowOf(table, record))
  }
}

function readCondition(table: KeptTable, where: JsonObject, sight: Sight): Condition {
  const condition = parseWhere(table, where, sight)
  const test = linkIn(condition)
  if (test === undefined) return condition
  throw invalidQuery('a change of a record does not tell what its relations hold, or what stands in other records: ask for its own fields')
}

/** Of a relation even `exists` lies elsewhere. */
function linkIn(condition: Condition): Test | undefined {
  if (condition.type !== 'test') return condition.of.map(linkIn).find((test) => test !== undefined)
  const { field, test } = condition
  const isLink = field.column.type === 'relation' || test.type === 'linked-from' || test.type === 'linked-to' || test.type === 'meets'
  return isLink ? test : undefined
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
