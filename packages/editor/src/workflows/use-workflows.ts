import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { readWorkflows } from '../api/read-workflows.ts'
import { useFollow } from '../api/use-follow.ts'
import type { ListedWorkflow } from './listed-workflow.ts'

const workflowsKey = ['workflows', 'list'] as const
const countsKey = ['workflows', 'counts'] as const

export interface Workflows {
  /** Undefined until they have come. */
  readonly items: readonly ListedWorkflow[] | undefined
  /** There are more than anybody reads: a search finds those too. */
  readonly hasMore: boolean
  readonly error: unknown
  readAgain(): void
}

/** All workflows with what is going on in them, kept current by what happens; of very many, the first and those that the search finds. */
export function useWorkflows(search: string): Workflows {
  const list = useQuery({ queryKey: workflowsKey, queryFn: ({ signal }) => readWorkflows('', signal) })
  const words = search.trim()
  const hasMore = list.data?.hasMore === true
  const found = useQuery({
    queryKey: [...workflowsKey, words],
    queryFn: ({ signal }) => readWorkflows(words, signal),
    enabled: hasMore && words !== '',
  })
  const counts = useQuery({ queryKey: countsKey, queryFn: ({ signal }) => readCounts(signal) })
  const client = useQueryClient()
  // Apart: what is published and drafted shows soon, however much runs.
  useFollow({ topics: [{ workflows: true }], read: () => client.invalidateQueries({ queryKey: workflowsKey }) })
  useFollow({ topics: [{ all: true }], read: () => client.invalidateQueries({ queryKey: ['workflows'] }) })
  return {
    items: together(list.data?.items, found.data?.items)?.map((workflow) => {
      const unfinished = counts.data?.get(workflow.id)
      return unfinished === undefined ? workflow : { ...workflow, unfinished }
    }),
    hasMore,
    error: list.error ?? found.error,
    readAgain: () => void list.refetch(),
  }
}

function together(first: Listed, found: Listed): Listed {
  if (first === undefined || found === undefined) return first
  const known = new Set(first.map(({ id }) => id))
  return [...first, ...found.filter(({ id }) => !known.has(id))]
}

type Listed = readonly ListedWorkflow[] | undefined

/** How many have not ended, by workflow and status. */
async function readCounts(signal: AbortSignal): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const { workflows } = await call('GET /api/v1/statistics', { signal })
  return new Map(workflows.map(({ workflowId, unfinished }) => [workflowId, unfinished]))
}
