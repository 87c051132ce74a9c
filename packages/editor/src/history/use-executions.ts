import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { ExecutionList, ExecutionSummary } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useFollow } from '../api/use-follow.ts'
import { type ExecutionFilter, toQuery, writeFilter } from './execution-filter.ts'

const pageSize = 100

export interface Executions {
  readonly items: readonly ExecutionSummary[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  /** What was searched: the index of words may be behind. */
  readonly search: ExecutionList['search']
  /** How many have begun since the list was read; they are shown when somebody asks, so that nothing moves under the mouse. */
  readonly newCount: number
  loadMore(): void
  refresh(): void
}

/** The history as it is asked for, page by page, kept current by what happens. */
export function useExecutions(filter: ExecutionFilter, isAtTop: boolean): Executions {
  const client = useQueryClient()
  const key = useMemo(() => ['executions', writeFilter(filter).toString()], [filter])
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/executions', {
        query: { ...toQuery(filter, Date.now()), limit: pageSize, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Coming back to where one was reads nothing again, however many pages lie above.
    refetchOnMount: ({ state }) => (state.data?.pages.length ?? 0) <= 1,
    // Each page that comes would be compared with all the others, field by field.
    structuralSharing: false,
    // The index of words is behind: what is missing comes in a moment.
    refetchInterval: ({ state }) => (state.data?.pages.at(-1)?.search?.complete === false ? 2000 : false),
  })
  const [seenNew, setSeenNew] = useState<ReadonlySet<string>>(new Set())

  /** From the first page on, as when the page was opened. */
  const refresh = useCallback(() => {
    setSeenNew(new Set())
    client.setQueryData<Pages>(key, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    return client.invalidateQueries({ queryKey: key })
  }, [client, key])

  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  useFollow({
    topics: [{ all: true }],
    // While its first rows are in view; else what is new is counted.
    read: () => (isAtTop ? refresh() : client.invalidateQueries({ queryKey: ['executions'], refetchType: 'none' })),
    hear({ type, executionId: id }) {
      // Ids are in the order of their beginning; what has begun long ago and changes is not new.
      if (type !== 'change' || id === undefined || isAtTop || id <= (items[0]?.id ?? '')) return
      setSeenNew((known) => (known.has(id) ? known : new Set([...known, id])))
    },
  })

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return {
    items,
    isLoading: query.isPending,
    error: query.error,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    search: query.data?.pages.at(-1)?.search,
    newCount: seenNew.size,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    refresh: () => void refresh(),
  }
}

/** Takes one that is deleted out of all lists that are kept. */
export function forgetExecution(client: QueryClient, id: string): void {
  client.setQueriesData<Pages>({ queryKey: ['executions'] }, (data) => {
    const pages = data?.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) }))
    return data && pages && { ...data, pages }
  })
}

type Pages = InfiniteData<ExecutionList, string>
