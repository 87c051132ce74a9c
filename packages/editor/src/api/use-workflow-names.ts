import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

const none: readonly { readonly id: string; readonly name?: string }[] = []
const pageSize = 200

/** Ids and names of the workflows, to choose from: all of them, or, of very many, those in which the words occur. */
export function useWorkflowNames(words = ''): typeof none {
  const all = useQuery({
    queryKey: ['workflows', 'names'],
    queryFn: ({ signal }) => call('GET /api/v1/workflows', { query: { limit: pageSize }, signal }),
  })
  const hasMore = all.data?.nextCursor !== undefined
  const found = useQuery({
    queryKey: ['workflows', 'names', words],
    queryFn: ({ signal }) => call('GET /api/v1/workflows', { query: { limit: pageSize, search: words }, signal }),
    enabled: hasMore && words.trim() !== '',
    placeholderData: keepPreviousData,
  })
  return (hasMore && words.trim() !== '' ? found.data : undefined)?.items ?? all.data?.items ?? none
}
