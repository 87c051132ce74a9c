import { StoreError } from '../errors.ts'
import type { OperationResult, TableOperation } from '../table-store.ts'
import { isRecordId } from './cell.ts'
import { fieldOf } from './kept-table.ts'
import { rowOf, type Writer } from './write-records.ts'

type LinkOperation = Extract<TableOperation, { readonly type: 'add-relation' | 'remove-relation' }>

/** Adding what is there and removing what is not changes nothing; whatever else happens is a change of the record that has the relation. */
export function writeLinks(writer: Writer, { type, table: name, id, column: columnName, targets }: LinkOperation): OperationResult {
  const { engine, permit } = writer
  const table = writer.tableOf(name)
  const column = fieldOf(table, columnName)
  if (column.type !== 'relation')
    throw new StoreError('COLUMN_INVALID', `Column "${columnName}" of table "${name}" is of type ${column.type} and no relation.`)
  const row = rowOf(writer, table, id)
  permit.assertMay(table, 'update', row)
  const isAdding = type === 'add-relation'
  const wasEmpty = isAdding && !engine.links.has(table, column, id)
  const changed = new Set<string>()
  for (const target of targets) {
    if (!isRecordId(target)) throw new StoreError('RECORD_INVALID', `${JSON.stringify(target).slice(0, 60)} is not the id of a record.`)
    if (engine.links[isAdding ? 'add' : 'remove'](table, column, id, target)) changed.add(target)
  }
  if (changed.size === 0) return { record: permit.show(table, row) }
  const sides = isAdding ? { added: changed, removed: none } : { added: none, removed: changed }
  const link = { column, ...sides, wasEmpty, isEmpty: !isAdding && !engine.links.has(table, column, id) }
  const next = { ...row, updatedAt: Math.max(writer.at, row.updatedAt) }
  return { record: permit.show(table, writer.changes.replace(table, next, row, [link])) }
}

const none: ReadonlySet<string> = new Set()
