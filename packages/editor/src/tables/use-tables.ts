import { useQuery } from '@tanstack/react-query'
import type { Table, TableDetail } from '../api/api-schema.ts'
import { call } from '../api/call.ts'

/** Of the list, and before the name of a table, of all that is asked of it. */
export const tablesKey = ['tables'] as const
const pageSize = 200
/** Nothing tells of a table that is made, or of all records everywhere: what is shown of them is read again now and then. */
const readEveryMs = 15_000

export interface Tables {
  /** Undefined until they have come. */
  readonly items: readonly Table[] | undefined
  readonly error: unknown
  readAgain(): void
}

export function useTables(): Tables {
  const { data, error, refetch } = useQuery({
    queryKey: [...tablesKey, 'list'],
    queryFn: ({ signal }) => readAll(signal),
    staleTime: 0,
    refetchInterval: readEveryMs,
  })
  return { items: data, error, readAgain: () => void refetch() }
}

/** A table and how many records it has. */
export function useTable(name: string) {
  return useQuery({
    queryKey: tableKey(name),
    queryFn: ({ signal }): Promise<TableDetail> => call('GET /api/v1/tables/{table}', { params: { table: name }, signal }),
    staleTime: 0,
    refetchInterval: readEveryMs,
  })
}

function tableKey(name: string) {
  return [...tablesKey, 'one', name] as const
}

async function readAll(signal: AbortSignal): Promise<readonly Table[]> {
  const all: Table[] = []
  let cursor: string | undefined
  do {
    const page = await call('GET /api/v1/tables', { query: { limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal })
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return all
}
