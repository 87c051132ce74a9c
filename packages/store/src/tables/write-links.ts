import { StoreError } from '../errors.ts'
import type { OperationResult, TableOperation } from '../table-store.ts'
import { isRecordId } from './cell.ts'
import { fieldOf } from './kept-table.ts'
import { rowOf, type Writer } from './write-records.ts'

type LinkOperation = Extract<TableOperation, { readonly type: 'add-relation' | 'remove-relation' }>

/** Adding what is there and removing what is not changes nothing. */
export function writeLinks(writer: Writer, { type, table: name, id, column: columnName, targets }: LinkOperation): OperationResult {
  const { engine, permit } = writer
  const table = writer.tableOf(name)
  const column = fieldOf(table, columnName)
  if (column.type !== 'relation')
    throw new StoreError('COLUMN_INVALID', `Column "${columnName}" of table "${name}" is of type ${column.type} and no relation.`)
  const row = rowOf(writer, table, id)
  permit.assertMay(table, 'update', row)
  for (const target of targets) {
    if (!isRecordId(target)) throw new StoreError('RECORD_INVALID', `${JSON.stringify(target).slice(0, 60)} is not the id of a record.`)
    if (type === 'add-relation') engine.links.add(table, column, id, target)
    else engine.links.remove(table, column, id, target)
  }
  return { record: permit.show(table, row) }
}
