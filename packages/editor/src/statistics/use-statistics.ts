import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ExecutionSummary, Statistics } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useFollow } from '../api/use-follow.ts'
import type { Span } from '../model/statistics/spans.ts'

export interface Shown {
  /** With the length of its slots. */
  readonly counted: { readonly statistics: Statistics; readonly stepMs: number } | undefined
  /** The newest, started within the span. */
  readonly failures: readonly ExecutionSummary[]
  readonly error: unknown
  readAgain(): void
}

const shownFailures = 8

/** What ended in the span up to now, of one workflow or of all, kept current by what happens. */
export function useStatistics(workflow: string, { ms, step, stepMs, value }: Span): Shown {
  const of = workflow === '' ? {} : { workflow }
  const from = () => new Date(Date.now() - ms).toISOString()
  const counts = useQuery({
    queryKey: ['statistics', workflow, value],
    queryFn: async ({ signal }) => ({
      statistics: await call('GET /api/v1/statistics', { query: { ...of, from: from(), step }, signal }),
      stepMs,
    }),
    placeholderData: keepPreviousData,
  })
  const failed = useQuery({
    queryKey: ['statistics', workflow, value, 'failures'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/executions', {
        query: { ...of, status: 'failed,timed_out,crashed', test: 'false', startedFrom: from(), limit: shownFailures },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  const read = () => Promise.all([counts.refetch(), failed.refetch()])
  useFollow({ topics: [workflow === '' ? { all: true } : { workflowId: workflow }], read })
  return {
    counted: counts.data,
    failures: failed.data?.items ?? [],
    error: counts.error ?? failed.error,
    readAgain: () => void read(),
  }
}
