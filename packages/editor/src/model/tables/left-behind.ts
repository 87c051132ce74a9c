import type { Column } from './column.ts'

interface TableColumns {
  readonly name: string
  readonly columns: readonly Column[]
}

/** A column whose values are records of a table. */
export interface Leading {
  readonly table: string
  readonly column: string
  readonly type: 'pointer' | 'relation'
}

/** What leads to records of the table, from wherever. */
export function leadingTo(tables: readonly TableColumns[], table: string): readonly Leading[] {
  return tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.table === table && (column.type === 'pointer' || column.type === 'relation')
        ? [{ table: name, column: column.name, type: column.type }]
        : [],
    ),
  )
}

/** Which records lead to these by the column. Those that go along are no loss. */
export function leadsToWhere({ table, column }: Leading, deleted: { readonly table: string; readonly ids: readonly string[] }) {
  const { ids } = deleted
  return { [column]: { containedIn: ids }, ...(table === deleted.table && { id: { notContainedIn: ids } }) }
}

/** What becomes of those that stay, a sentence for each column by which any leads there. */
export function leftBehind(counts: readonly (Leading & { readonly count: number })[], them: 'it' | 'them'): readonly string[] {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ table, column, type, count }) => {
      const what = `${count.toLocaleString('en')} ${count === 1 ? 'record' : 'records'} of ${table}`
      if (type === 'relation') return `${what} ${count === 1 ? 'loses' : 'lose'} ${them} from ${column}.`
      return `${what} ${count === 1 ? 'points' : 'point'} to ${them} by ${column}: that leads nowhere then.`
    })
}
