import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

const none: readonly string[] = []

/** The names of users' tables, to choose from. */
export function useTableNames(): readonly string[] {
  const { data } = useQuery({
    queryKey: ['tables', 'names'],
    queryFn: ({ signal }) => call('GET /api/v1/tables', { query: { limit: 200 }, signal }),
    select: ({ items }) => items.map(({ name }) => name),
  })
  return data ?? none
}
