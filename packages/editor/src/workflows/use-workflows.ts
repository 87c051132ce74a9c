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
  readonly error: unknown
  readAgain(): void
}

/** All workflows with what is going on in them, kept current by what happens. */
export function useWorkflows(): Workflows {
  const list = useQuery({ queryKey: workflowsKey, queryFn: async ({ signal }) => (await readWorkflows('', signal)).items })
  const counts = useQuery({ queryKey: countsKey, queryFn: ({ signal }) => readCounts(signal) })
  const client = useQueryClient()
  // Apart: what is published and drafted shows soon, however much runs.
  useFollow({ topics: [{ workflows: true }], read: () => client.invalidateQueries({ queryKey: workflowsKey }) })
  useFollow({ topics: [{ all: true }], read: () => client.invalidateQueries({ queryKey: ['workflows'] }) })
  return {
    items: list.data?.map((workflow) => {
      const unfinished = counts.data?.get(workflow.id)
      return unfinished === undefined ? workflow : { ...workflow, unfinished }
    }),
    error: list.error,
    readAgain: () => void list.refetch(),
  }
}

/** How many have not ended, by workflow and status. */
async function readCounts(signal: AbortSignal): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const { workflows } = await call('GET /api/v1/statistics', { signal })
  return new Map(workflows.map(({ workflowId, unfinished }) => [workflowId, unfinished]))
}
