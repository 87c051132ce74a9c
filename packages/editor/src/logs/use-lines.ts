import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { LogLine } from '../api/api-schema.ts'
import { type Answer, call } from '../api/call.ts'
import { live } from '../api/live-link.ts'
import { type LineFilter, liveFilter, toLogsQuery, writeLineFilter } from './line-filter.ts'

const pageSize = 200
/** Of those that come while the page is open; then the list is read anew, once somebody follows it. */
const mostFresh = 2_000

export interface Lines {
  readonly items: readonly LogLine[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  /** How many have come and are held back. */
  readonly heldCount: number
  loadMore(): void
  refresh(): void
}

/** The log lines that fit, page by page, with those that come on top of them; while `isFollowing` is false they are held back and counted. */
export function useLines(filter: LineFilter, isFollowing: boolean): Lines {
  const client = useQueryClient()
  const text = writeLineFilter(filter).toString()
  const key = useMemo(() => ['logs', text], [text])
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/logs', {
        query: { ...toLogsQuery(filter, Date.now()), limit: pageSize, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    structuralSharing: false,
  })
  const [fresh, setFresh] = useState<readonly LogLine[]>([])
  const [shownFresh, setShownFresh] = useState<readonly LogLine[]>([])

  const refresh = useCallback(() => {
    setFresh([])
    setShownFresh([])
    client.setQueryData<Pages>(key, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    return client.invalidateQueries({ queryKey: key })
  }, [client, key])

  const liveText = JSON.stringify(liveFilter(filter))
  useEffect(() => {
    setFresh([])
    setShownFresh([])
    const ends = [
      live.follow({ logs: JSON.parse(liveText) as Readonly<Record<string, string>> }, ({ type, lines }) => {
        // What was written before the link had the subscription is in what is read after it.
        if (type === 'subscribed') void client.invalidateQueries({ queryKey: ['logs'] })
        else if (Array.isArray(lines))
          setFresh((known) => [...(lines as readonly LogLine[]).toReversed(), ...known].slice(0, mostFresh + 1)) // The server's own lines.
      }),
      live.onReturn(() => void client.invalidateQueries({ queryKey: ['logs'] })),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, liveText])

  useEffect(() => {
    if (isFollowing) setShownFresh(fresh)
  }, [isFollowing, fresh])
  useEffect(() => {
    if (isFollowing && fresh.length > mostFresh) void refresh()
  }, [isFollowing, fresh.length, refresh])

  const read = query.data
  const items = useMemo(() => merged(shownFresh, read?.pages.flatMap((page) => page.items) ?? []), [shownFresh, read])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return {
    items,
    isLoading: query.isPending,
    error: query.error,
    hasMore: hasNextPage,
    heldCount: fresh.length - shownFresh.length,
    loadMore,
    refresh: () => void refresh(),
  }
}

/** What has come may be in what was read since; those of a step that took long belong further down. */
function merged(fresh: readonly LogLine[], read: readonly LogLine[]): readonly LogLine[] {
  const known = new Set(read.map(({ position }) => position))
  const added = fresh.filter(({ position }) => !known.has(position))
  return added.length === 0 ? read : [...added, ...read].sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
}

type Pages = InfiniteData<Answer<'GET /api/v1/logs'>, string>
