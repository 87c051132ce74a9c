import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { WorkflowDraft } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useFollow } from '../api/use-follow.ts'
import type { Version } from './version-side.ts'

export interface Versions {
  /** The newest first, as far as they are read. */
  readonly versions: readonly Version[] | undefined
  readonly draft: WorkflowDraft | undefined
  readonly error: Error | null
  readonly hasOlder: boolean
  readonly isReading: boolean
  readOlder(): void
  readAgain(): void
}

/** What was published of a workflow, and what is edited, both followed live. */
export function useVersions(workflowId: string): Versions {
  const key = ['versions', workflowId]
  const client = useQueryClient()
  useFollow({ topics: [{ draft: workflowId }], read: () => client.invalidateQueries({ queryKey: key }) })
  const list = useInfiniteQuery({
    queryKey: [...key, 'list'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/v1/workflows/{id}/versions', {
        params: { id: workflowId },
        query: { drafts: 'false', executions: 'true', limit: 20, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const draft = useQuery({
    queryKey: [...key, 'draft'],
    queryFn: ({ signal }) => call('GET /api/v1/workflows/{id}/draft', { params: { id: workflowId }, signal }),
  })
  return {
    versions: list.data?.pages.flatMap(({ items }) => items),
    draft: draft.data,
    error: list.error ?? draft.error,
    hasOlder: list.hasNextPage,
    isReading: list.isFetchingNextPage,
    readOlder: () => void list.fetchNextPage(),
    readAgain: () => {
      void list.refetch()
      void draft.refetch()
    },
  }
}
