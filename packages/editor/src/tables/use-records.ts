import type { JsonObject } from '@millrace/engine'
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Answer } from '../api/call.ts'
import { call } from '../api/call.ts'
import { live } from '../api/live-link.ts'
import type { TableRecord } from '../model/tables/column.ts'
import { asRead, hear, type RecordNews, type RelatedSince, rowsOf, type ShownRecords, withMade } from '../model/tables/shown-records.ts'
import { tablesKey } from './use-tables.ts'

const pageSize = 100
/** A busy table tells of thousands of changes a second: they are drawn together. */
const drawEveryMs = 100

export interface RecordQuery {
  readonly where: JsonObject | undefined
  readonly sort: readonly string[]
}

export interface Records {
  /** What has been read so far, with what has happened to it since. */
  readonly rows: readonly TableRecord[]
  readonly deleted: ReadonlySet<string>
  /** What has happened to their relations since. */
  readonly related: ReadonlyMap<string, RelatedSince>
  /** How many others have made since. */
  readonly freshCount: number
  /** How many there are in all; undefined until they are counted. */
  readonly count: number | undefined
  readonly isLoading: boolean
  readonly isReading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  loadMore(): void
  refresh(): void
  /** Draws what was written here before anybody tells of it. */
  take(news: RecordNews): void
  add(records: readonly TableRecord[]): void
}

type Page = Answer<'POST /api/v1/tables/{table}/query'>
const firstPage = ''

/** The records that fit, page by page, kept current without a row moving. */
export function useRecords(table: string, { where, sort }: RecordQuery): Records {
  const client = useQueryClient()
  const asked = { ...(where !== undefined && { where }), ...(sort.length > 0 && { sort }) }
  const text = JSON.stringify(asked)
  const key = useMemo(() => [...tablesKey, 'records', table, text] as const, [table, text])
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: firstPage,
    queryFn: ({ pageParam, signal }) =>
      call('POST /api/v1/tables/{table}/query', {
        params: { table },
        body: { ...asked, limit: pageSize, ...(pageParam !== firstPage && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const counted = useQuery({
    queryKey: [...tablesKey, 'records', table, JSON.stringify(where), 'count'],
    queryFn: ({ signal }) =>
      call('POST /api/v1/tables/{table}/query', {
        params: { table },
        body: { ...(where !== undefined && { where }), limit: 1, count: true },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const [shown, setShown] = useState(asRead)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was made here stands on top until something else is asked for.
  useEffect(() => setShown(asRead), [key])

  const refresh = useCallback(() => {
    setShown(asRead)
    client.setQueryData<InfiniteData<Page, string>>(
      key,
      (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    )
    void client.invalidateQueries({ queryKey: [...tablesKey, 'records', table] })
    void client.invalidateQueries({ queryKey: [...tablesKey, 'one', table] })
  }, [client, key, table])

  const take = useCallback((news: readonly RecordNews[]) => setShown((before) => hear(before, news)), [])
  useNews(table, take, () => void client.invalidateQueries({ queryKey: key }))

  const read = useMemo(() => query.data?.pages.flatMap(({ items }) => items as readonly TableRecord[]) ?? [], [query.data]) // JSON, with its columns.
  const rows = useMemo(() => rowsOf(read, shown), [read, shown])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return {
    rows,
    deleted: shown.deleted,
    related: shown.related,
    freshCount: freshCount(shown, read),
    count: counted.data?.count,
    isLoading: query.isPending,
    isReading: query.isPlaceholderData || isFetchingNextPage,
    error: query.error,
    hasMore: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    refresh,
    take: (news) => take([news]),
    add: (records) => setShown((before) => withMade(before, records)),
  }
}

/** Those that have come with a page since are not news. */
function freshCount({ fresh }: ShownRecords, read: readonly TableRecord[]): number {
  if (fresh.size === 0) return 0
  const ids = new Set(read.map(({ id }) => id))
  return [...fresh].filter((id) => !ids.has(id)).length
}

/** Hands on what happens to the records of the table, some at a time. */
function useNews(table: string, take: (news: readonly RecordNews[]) => void, readAgain: () => void): void {
  const latest = useRef({ take, readAgain })
  latest.current = { take, readAgain }
  useEffect(() => {
    const opened = performance.now()
    let waiting: RecordNews[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = () => {
      timer = undefined
      const news = waiting
      waiting = []
      latest.current.take(news)
    }
    const stop = live.follow({ table }, (message) => {
      // What happened between the first read and a late answer was told to nobody.
      if (message.type === 'subscribed' && performance.now() - opened > drawEveryMs) latest.current.readAgain()
      if (message.type !== 'record') return
      waiting.push(message as unknown as RecordNews) // As docs/api.md has it.
      timer ??= setTimeout(draw, drawEveryMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [table])
}
