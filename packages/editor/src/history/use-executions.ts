import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ExecutionList, ExecutionSummary } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { type LiveMessage, live } from '../api/live-link.ts'
import { type ExecutionFilter, toQuery, writeFilter } from './execution-filter.ts'

const pageSize = 100
/** A busy server changes hundreds of executions a second; the list is read again at most so often. */
const refreshEveryMs = 1000

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
    // The index of words is behind: what is missing comes in a moment.
    refetchInterval: ({ state }) => (state.data?.pages.at(-1)?.search?.complete === false ? 2000 : false),
  })
  const [seenNew, setSeenNew] = useState<ReadonlySet<string>>(new Set())

  /** From the first page on, as when the page was opened. */
  const refresh = useCallback(() => {
    setSeenNew(new Set())
    client.setQueryData<Pages>(key, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    void client.invalidateQueries({ queryKey: key })
  }, [client, key])

  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  useLiveRefresh({ items, isAtTop, refresh, onNew: (id) => setSeenNew((known) => new Set([...known, id])) })

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
    refresh,
  }
}

type Pages = InfiniteData<ExecutionList, string>

interface LiveRefresh {
  readonly items: readonly ExecutionSummary[]
  readonly isAtTop: boolean
  refresh(): void
  onNew(id: string): void
}

/** Reads the list again soon after something happened, while its first rows are in view; else counts what is new. */
function useLiveRefresh(given: LiveRefresh): void {
  const current = useRef(given)
  current.current = given
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        if (current.current.isAtTop) current.current.refresh()
        else void client.invalidateQueries({ queryKey: ['executions'], refetchType: 'none' })
      }, refreshEveryMs)
    }
    const stop = live.follow({ all: true }, (message: LiveMessage) => {
      // What happened between the first read and this answer was told to nobody.
      if (message.type === 'subscribed') return later()
      if (message.type !== 'change' || message.executionId === undefined) return
      const { items, isAtTop, onNew } = current.current
      if (!isAtTop && !items.some(({ id }) => id === message.executionId)) onNew(message.executionId)
      later()
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client])
}
