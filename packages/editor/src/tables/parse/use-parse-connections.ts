import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Connection } from '../../api/api-schema.ts'
import { call } from '../../api/call.ts'

export const parseType = 'parse'
const pageSize = 200

/** All connections to Parse servers, by name. */
export function useParseConnections(): UseQueryResult<readonly Connection[]> {
  return useQuery({ queryKey: ['connections', parseType], queryFn: ({ signal }) => readAll(signal) })
}

async function readAll(signal: AbortSignal): Promise<readonly Connection[]> {
  const all: Connection[] = []
  let cursor: string | undefined
  do {
    const page = await call('GET /api/v1/connections', { query: { limit: pageSize, ...(cursor !== undefined && { cursor }) }, signal })
    all.push(...page.items.filter(({ type }) => type === parseType))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return all
}
