import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../api/call.ts'
import { cellText } from '../model/tables/cell-text.ts'
import type { Column, TableRecord } from '../model/tables/column.ts'
import { tablesKey, useTables } from './use-tables.ts'

const mostAtOnce = 200
/** What somebody would call a record by. */
const names = /^(?:name|title|label|email|subject)$/i

/** The column that says best what a record is: one that is called so, else the first text. */
export function labelColumn(columns: readonly Column[]): Column | undefined {
  const texts = columns.filter(({ type }) => type === 'string')
  return texts.find(({ name }) => names.test(name)) ?? texts[0]
}

/** What the records are called to which the pointers of these rows lead, by id; those that are not there have no name. */
export function usePointerLabels(columns: readonly Column[], rows: readonly TableRecord[]): ReadonlyMap<string, string> {
  const tables = useTables().items
  const wanted = useMemo(() => pieces(columns, rows), [columns, rows])
  return useQueries({
    queries: wanted.flatMap(({ table, ids }) => {
      const label = labelColumn(tables?.find(({ name }) => name === table)?.columns ?? [])
      if (label === undefined) return []
      const body = { where: { id: { containedIn: ids } }, select: [label.name], limit: mostAtOnce }
      return {
        queryKey: [...tablesKey, 'labels', table, label.name, ids],
        queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
          const { items } = await call('POST /api/v1/tables/{table}/query', { params: { table }, body, signal })
          return (items as readonly TableRecord[]).map(({ id, ...record }) => [id, cellText(label, record[label.name])] as const) // JSON.
        },
      }
    }),
    combine: joined,
  })
}

function joined(
  answers: readonly { readonly data?: readonly (readonly [string, string | undefined])[] | undefined }[],
): ReadonlyMap<string, string> {
  const known = answers.flatMap(({ data = [] }) => data)
  return new Map(known.filter((entry): entry is readonly [string, string] => entry[1] !== undefined))
}

/** Each page asks for its own, so that what has been asked for stays an answer. */
function pieces(columns: readonly Column[], rows: readonly TableRecord[]) {
  return columns.flatMap(({ name, type, table }) => {
    if (type !== 'pointer' || table === undefined) return []
    const ids = [...new Set(rows.flatMap((record) => (typeof record[name] === 'string' ? [record[name]] : [])))]
    return Array.from({ length: Math.ceil(ids.length / mostAtOnce) }, (_, index) => ({
      table,
      ids: ids.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
    }))
  })
}
