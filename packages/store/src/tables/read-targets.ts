import type { Json } from '@millrace/engine'
import { StoreError } from '../errors.ts'
import type { Column } from '../table-store.ts'
import { invalidCell, readPointer } from './cell.ts'

const mostTargets = 10_000

/** What a relation shall hold: ids, or records of which only the ids are of interest. Null is none. Throws `RECORD_INVALID` or `TABLE_LIMIT`. */
export function readTargets(column: Pick<Column, 'name' | 'type'>, value: Json): readonly string[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw invalidCell(column, value)
  if (value.length > mostTargets) {
    throw new StoreError('TABLE_LIMIT', `"${column.name}" takes ${mostTargets} records at once: add the others with add-relation.`)
  }
  return value.map((one: Json) => {
    const id = readPointer(one)
    if (id === undefined) throw invalidCell(column, value)
    return id
  })
}
