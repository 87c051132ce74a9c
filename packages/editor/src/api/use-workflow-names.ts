import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { readWorkflows } from './read-workflows.ts'

const none: readonly { readonly id: string; readonly name?: string }[] = []

/** Ids and names of the workflows, to choose from: all of them, or, of very many, those in which the words or their beginnings occur. */
export function useWorkflowNames(typed = ''): typeof none {
  const words = typed.trim()
  const all = useQuery({ queryKey: ['workflows', 'names'], queryFn: ({ signal }) => readWorkflows('', signal) })
  const isSearched = all.data?.hasMore === true && words !== ''
  const found = useQuery({
    queryKey: ['workflows', 'names', words],
    queryFn: ({ signal }) => readWorkflows(words, signal),
    enabled: isSearched,
    placeholderData: keepPreviousData,
  })
  return (isSearched ? found.data : undefined)?.items ?? all.data?.items ?? none
}
