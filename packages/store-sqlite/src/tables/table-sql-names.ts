import type { KeptColumn, KeptTable } from '@millrace/store'

// What users' tables and columns are called in the database: always by their numbers. No text of a user is ever part of a statement.

export function recordsName({ id }: Pick<KeptTable, 'id'>): string {
  return `records_${whole(id)}`
}

/** The index of the words of all columns with `search`. */
export function wordsName({ id }: Pick<KeptTable, 'id'>): string {
  return `words_${whole(id)}`
}

/** Which records belong to which, of one relation. */
export function linksName({ id }: Pick<KeptTable, 'id'>, column: Pick<KeptColumn, 'id'>): string {
  return `links_${whole(id)}_${whole(column.id)}`
}

export function indexName({ id }: Pick<KeptTable, 'id'>, column: Pick<KeptColumn, 'id'>): string {
  return `records_${whole(id)}_by_${whole(column.id)}`
}

export function columnName({ id }: Pick<KeptColumn, 'id'>): string {
  if (id === -1) return 'id'
  if (id === -2) return 'created_at'
  if (id === -3) return 'updated_at'
  return `c${whole(id)}`
}

/** The second half of a point; the first one, the latitude, has the column's own name. */
export function longitudeName(column: Pick<KeptColumn, 'id'>): string {
  return `${columnName(column)}_longitude`
}

/** They come from our own counters; anything else would be a mistake of ours, and must not reach the database. */
function whole(id: number): number {
  if (!Number.isSafeInteger(id) || id < 1) throw new Error(`${id} numbers no table and no column`)
  return id
}
