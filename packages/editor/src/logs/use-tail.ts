import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LiveMessage, LiveTopic } from '../api/live.ts'
import { live } from '../api/live-link.ts'
import { heldBack, joinedTail, withNews, withoutRead } from './joined-tail.ts'

/** Of those that come while the page is open; then the list is read anew, once somebody follows it. */
const mostFresh = 2_000

/** One list that grows at its top. */
interface TailSource<Item> {
  /** What is asked of it, with the name of the list first: another question is another list. */
  readonly key: readonly string[]
  readonly topic: LiveTopic
  /** A page of it, the newest first. */
  read(cursor: string | undefined, signal: AbortSignal): Promise<TailPage<Item>>
  /** What a message of the topic brings, in the order in which it came. */
  told(message: LiveMessage): readonly Item[] | undefined
  idOf(item: Item): string
}

interface TailPage<Item> {
  readonly items: readonly Item[]
  readonly nextCursor?: string
}

export interface Tail<Item> {
  readonly items: readonly Item[]
  readonly isLoading: boolean
  readonly error: unknown
  readonly hasMore: boolean
  /** How many have come and are held back. */
  readonly heldCount: number
  loadMore(): void
  refresh(): void
}

/** What there is, page by page, with what comes on top of it; while `isFollowing` is false that is held back and counted. */
export function useTail<Item extends { readonly at: string }>(source: TailSource<Item>, isFollowing: boolean): Tail<Item> {
  const client = useQueryClient()
  const { idOf } = source
  const current = useRef(source)
  current.current = source
  const keyText = JSON.stringify(source.key)
  const key = useMemo(() => JSON.parse(keyText) as readonly string[], [keyText]) // Written above.
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => source.read(pageParam === '' ? undefined : pageParam, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    structuralSharing: false,
  })
  const [fresh, setFresh] = useState<readonly Item[]>([])
  const [shownFresh, setShownFresh] = useState<readonly Item[]>([])
  const freshNow = useRef(fresh)
  freshNow.current = fresh

  const refresh = useCallback(() => {
    setFresh([])
    setShownFresh([])
    client.setQueryData<Pages<Item>>(key, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) })
    return client.invalidateQueries({ queryKey: key })
  }, [client, key])

  const topicText = JSON.stringify(source.topic)
  useEffect(() => {
    setFresh([])
    setShownFresh([])
    const list = { queryKey: key.slice(0, 1) }
    async function readAgain(): Promise<void> {
      const before = freshNow.current
      await client.invalidateQueries(list)
      const state = client.getQueryState<Pages<Item>>(key)
      // It failed, or the next one has begun.
      if (state?.data === undefined || state.isInvalidated) return
      const read = state.data.pages.flatMap((page) => page.items)
      const without = (known: readonly Item[]) => withoutRead(known, before, read, current.current.idOf)
      setFresh(without)
      setShownFresh(without)
    }
    const ends = [
      live.follow(JSON.parse(topicText) as LiveTopic, (message) => {
        const told = current.current.told(message)
        // What was written before the link had the subscription is in what is read after it.
        if (message.type === 'subscribed') void readAgain()
        else if (told !== undefined) setFresh((known) => withNews(known, told, current.current.idOf).slice(0, mostFresh + 1))
      }),
      live.onReturn(() => void readAgain()),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [client, key, topicText])

  useEffect(() => {
    if (isFollowing) setShownFresh(fresh)
  }, [isFollowing, fresh])
  useEffect(() => {
    if (isFollowing && fresh.length > mostFresh) void refresh()
  }, [isFollowing, fresh.length, refresh])

  const read = query.data
  const items = useMemo(() => joinedTail(shownFresh, read?.pages.flatMap((page) => page.items) ?? [], idOf), [shownFresh, read, idOf])
  const heldCount = useMemo(() => heldBack(fresh, items, idOf), [fresh, items, idOf])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return { items, isLoading: query.isPending, error: query.error, hasMore: hasNextPage, heldCount, loadMore, refresh: () => void refresh() }
}

type Pages<Item> = InfiniteData<TailPage<Item>, string>
