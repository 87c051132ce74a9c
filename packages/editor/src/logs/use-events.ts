import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Event } from '../api/api-schema.ts'
import { type Answer, call } from '../api/call.ts'
import { type EventFilter, toEventsQuery, writeEventFilter } from './event-filter.ts'

const pageSize = 100
/** Events are few beside steps: the server is asked, rather than telling everybody of each. */
const everyMs = 2_000

export interface Events {
  readonly items: readonly Event[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  loadMore(): void
  refresh(): void
}

/** What was told to the bus, page by page; while `isFollowing`, what is new comes on top. */
export function useEvents(filter: EventFilter, isFollowing: boolean): Events {
  const client = useQueryClient()
  const text = writeEventFilter(filter).toString()
  const key = useMemo(() => ['events', text], [text])
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/events', {
        query: {
          ...toEventsQuery(filter, Date.now()),
          limit: pageSize,
          ...(pageParam !== '' && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // All pages are read again at each turn: only the first one is, while it is looked at.
    refetchInterval: ({ state }) => (isFollowing && (state.data?.pages.length ?? 0) <= 1 ? everyMs : false),
  })
  const refresh = useCallback(() => {
    client.setQueryData<Pages>(key, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    return client.invalidateQueries({ queryKey: key })
  }, [client, key])
  const pageCount = query.data?.pages.length ?? 0
  useEffect(() => {
    if (isFollowing && pageCount > 1) void refresh()
  }, [isFollowing, pageCount, refresh])

  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFollowing) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFollowing, fetchNextPage])
  return { items, isLoading: query.isPending, error: query.error, hasMore: hasNextPage, loadMore, refresh: () => void refresh() }
}

type Pages = InfiniteData<Answer<'GET /api/v1/events'>, string>
