import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import type { ApiTable } from '../api/table-types.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

/** Records in the order of the table's columns; those that are not asked for have none. */
export function recordShape(
  { name, columns }: Pick<ApiTable, 'name' | 'columns'>,
  select: readonly string[] | undefined,
): ListShape<JsonObject> {
  const own = columns.filter(({ type }) => type !== 'relation').map((column) => column.name)
  return fieldsShape(
    ['id', ...own, 'createdAt', 'updatedAt'].filter((field) => field === 'id' || (select?.includes(field) ?? true)),
    {
      empty: `No record of ${name} fits.`,
    },
  )
}

/** Rows of just these fields. */
export function fieldsShape(names: readonly string[], { empty }: { readonly empty: string }): ListShape<JsonObject> {
  return {
    headings: names,
    cells: (row) => names.map((field) => cell(shown(row[field]))),
    fields: Object.fromEntries(names.map((field) => [field, (row: JsonObject) => shown(row[field])])),
    empty,
  }
}

/** What stands in the place of a pointer is a record: its id tells which. */
function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (isJsonObject(value) && typeof value.id === 'string') return value.id
  return typeof value === 'string' ? value : JSON.stringify(value)
}
