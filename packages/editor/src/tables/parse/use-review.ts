import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Answer, call } from '../../api/call.ts'

export type ParseReview = Answer<'POST /api/v1/import/parse/review'>
export type ParseClass = ParseReview['classes'][number]

/** Of every connection; the name of one comes behind it. */
export const reviewKey = ['parse-review'] as const

/** What a Parse server has, and what it would become here. It is asked once, since each class is counted there: again when somebody wants it. */
export function useReview(connection: string, isAsked: boolean): UseQueryResult<ParseReview> {
  return useQuery({
    queryKey: [...reviewKey, connection],
    queryFn: ({ signal }) => call('POST /api/v1/import/parse/review', { body: { connection }, signal }),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    // Whoever tests wants to hear at once that it fails.
    retry: false,
  })
}
