import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ExecutionSummary, Statistics } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useFollow } from '../api/use-follow.ts'
import { isByClock } from '../model/statistics/bars.ts'
import type { Span } from '../model/statistics/spans.ts'

interface Counted {
  readonly statistics: Statistics
  /** The length of its slots. */
  readonly stepMs: number
  /** The newest, started within the span. */
  readonly failures: readonly ExecutionSummary[]
}

export interface Shown {
  readonly counted: Counted | undefined
  /** Those of another choice are shown until these are read. */
  readonly isBusy: boolean
  readonly error: unknown
  readAgain(): void
}

const shownFailures = 8
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
/** Where nothing happens the time goes on all the same, and what ended leaves it. */
const readEveryMs = 60_000

/** What ended in the span up to now, of one workflow or of all, kept current by what happens. */
export function useStatistics(workflow: string, { step, stepMs, value }: Span): Shown {
  const of = workflow === '' ? {} : { workflow }
  const clock = isByClock(stepMs) ? { timezone: ownZone } : {}
  const query = useQuery({
    queryKey: ['statistics', workflow, value],
    async queryFn({ signal }): Promise<Counted> {
      const statistics = await call('GET /api/v1/statistics', { query: { ...of, last: value, step, ...clock }, signal })
      const failed = { status: 'failed,timed_out,crashed', test: 'false', startedFrom: statistics.from, limit: shownFailures } as const
      const { items: failures } = await call('GET /api/v1/executions', { query: { ...of, ...failed }, signal })
      return { statistics, stepMs, failures }
    },
    placeholderData: keepPreviousData,
    refetchInterval: readEveryMs,
  })
  useFollow({ topics: [workflow === '' ? { all: true } : { workflowId: workflow }], read: query.refetch })
  return { counted: query.data, isBusy: query.isPlaceholderData, error: query.error, readAgain: () => void query.refetch() }
}
