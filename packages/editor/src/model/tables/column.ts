import type { JsonObject } from '@millrace/engine'

export const columnTypes = ['string', 'number', 'boolean', 'date', 'json', 'file', 'pointer', 'relation', 'geoPoint'] as const

export type ColumnType = (typeof columnTypes)[number]

/** A column of a user's table, as the API shows it. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Where a pointer or a relation leads to. */
  readonly table?: string
  readonly required?: true
  readonly default?: unknown
  readonly unique?: true
  readonly index?: true
  readonly search?: true
}

export type TableRecord = JsonObject & { readonly id: string }

/** What every record has besides, set by itself. */
export const ownColumns: readonly Column[] = [
  { name: 'createdAt', type: 'date' },
  { name: 'updatedAt', type: 'date' },
  { name: 'id', type: 'string' },
]

function isOwn({ name }: Column): boolean {
  return ownColumns.some((own) => own.name === name)
}

/** Of which one is more and another less. */
export function isOrdered({ type }: Column): boolean {
  return type !== 'json' && type !== 'file' && type !== 'relation' && type !== 'geoPoint'
}

/** A relation has values of its own, which are not in the record; a file comes by upload. */
export function isTyped(column: Column): boolean {
  return column.type !== 'relation' && column.type !== 'file' && !isOwn(column)
}

/** As names of tables and columns must be; the sentence says what would be right. */
export function nameMistake(name: string, taken: readonly string[] = []): string | undefined {
  if (name === '') return 'Give it a name.'
  if (!/^[A-Za-z]\w{0,62}$/.test(name)) return 'A letter, then up to 62 letters, digits and _.'
  if (taken.includes(name)) return `There is one called ${name} already.`
  return undefined
}
