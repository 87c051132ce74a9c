import { useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

const none: readonly { readonly id: string; readonly name?: string }[] = []

/** Ids and names of the workflows, to choose from. */
export function useWorkflowNames(): typeof none {
  const { data } = useQuery({
    queryKey: ['workflows', 'names'],
    queryFn: ({ signal }) => call('GET /api/v1/workflows', { query: { limit: 200 }, signal }),
  })
  return data?.items ?? none
}
