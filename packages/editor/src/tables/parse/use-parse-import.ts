import { isFinal } from '@millrace/engine'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { type Answer, call } from '../../api/call.ts'

export type ParseImport = Answer<'GET /api/v1/import/parse/{execution}'>
export type ParseClassProgress = ParseImport['classes'][number]

/** The count moves also between what happens to the execution. */
const readEveryMs = 1_000

/** How far an import is, read until it has ended. */
export function useParseImport(execution: string): UseQueryResult<ParseImport> {
  return useQuery({
    queryKey: parseImportKey(execution),
    queryFn: ({ signal }) => call('GET /api/v1/import/parse/{execution}', { params: { execution }, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isFinal(state.data.status) ? false : readEveryMs),
  })
}

export function parseImportKey(execution: string): readonly string[] {
  return ['parse-import', execution]
}
