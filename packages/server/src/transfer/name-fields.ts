import { fitsColumnName, type Table } from '@millrace/store'
import { ImportMistake } from './import-mistake.ts'
import { isSystemField } from './read-record.ts'

/** What the fields of a file are called in the table. */
export interface FieldNames {
  /** Throws an `ImportMistake` where two fields would be one column, and for one of whose name nothing can be made. */
  columnOf(field: string): string
  /** The fields so far, in the order in which they came. */
  fields(): readonly string[]
  /** Their columns. */
  columns(): readonly string[]
  /** The fields that are called otherwise than in the file. */
  renamed(): Readonly<Record<string, string>>
}

/** As somebody has asked, or else as they are; what cannot be the name of a column is made one. */
export function createFieldNames(table: Table | undefined, asked: Readonly<Record<string, string>>): FieldNames {
  const columns = new Map<string, string>()
  const fields = new Map<string, string>()
  const known = new Map((table?.columns ?? []).map(({ name }) => [name.toLowerCase(), name]))
  const isThere = (name: string): boolean => isSystemField(name) || table?.columns.some((column) => column.name === name) === true

  function nameOf(field: string): string {
    if (Object.hasOwn(asked, field)) return asked[field] ?? field
    if (isThere(field) || fitsColumnName(field)) return field
    const made = madeOf(field)
    if (made === undefined)
      throw new ImportMistake(`nothing in ${shown(field)} could be the name of a column: rename it, in the file or with "rename"`)
    return known.get(made.toLowerCase()) ?? made
  }

  return {
    columnOf(field) {
      const before = columns.get(field)
      if (before !== undefined) return before
      const column = nameOf(field)
      const other = fields.get(column)
      if (other !== undefined)
        throw new ImportMistake(
          `${shown(other)} and ${shown(field)} would both be column "${column}": rename one, in the file or with "rename"`,
        )
      columns.set(field, column)
      fields.set(column, field)
      return column
    },
    fields: () => [...columns.keys()],
    columns: () => [...columns.values()],
    renamed: () => Object.fromEntries([...columns].filter(([field, column]) => field !== column)),
  }
}

/** Größe (m) becomes Grosse_m, 2nd column_2nd, ID, which would be taken for the id, ID_. */
function madeOf(field: string): string | undefined {
  const plain = field.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const words = plain.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
  if (words === '') return undefined
  const begun = /^\d/.test(words) ? `column_${words}` : words
  return [begun.slice(0, 63), `${begun.slice(0, 62)}_`].find(fitsColumnName)
}

function shown(field: string): string {
  return JSON.stringify(field.slice(0, 80))
}
