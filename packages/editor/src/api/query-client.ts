import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './call.ts'
import { live } from './live-link.ts'

/** What was asked of the server. What follows from live messages is refreshed by them, so nothing goes stale by time alone. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may be this very machine: whether there is a network beyond it does not matter.
      networkMode: 'always',
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // A refusal stays one however often it is asked for; a server that does not answer may come back.
      retry: (failures, error) => failures < 3 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
    mutations: { networkMode: 'always' },
  },
})

live.onReturn(() => void queryClient.invalidateQueries())
