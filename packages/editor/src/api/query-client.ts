import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './call.ts'
import { live } from './live-link.ts'

/** What was asked of the server. What follows from live messages is refreshed by them, so nothing goes stale by time alone. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // A refusal stays one however often it is asked for; a server that does not answer may come back.
      retry: (failures, error) => failures < 3 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
})

live.onReturn(() => void queryClient.invalidateQueries())
