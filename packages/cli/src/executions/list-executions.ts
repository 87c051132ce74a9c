import type { ApiClient } from '../api/api-client.ts'
import type { ApiExecutionSummary, ApiPage } from '../api/api-types.ts'

/** As the API takes them; what is left out does not narrow the list. */
export type ExecutionQuery = Readonly<Record<string, string | undefined>>

const pageSize = 200

/** Asks page by page until there are enough; a page may be short, and more may still follow. */
export async function listExecutions(client: ApiClient, query: ExecutionQuery, limit: number): Promise<readonly ApiExecutionSummary[]> {
  const rows: ApiExecutionSummary[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<ApiExecutionSummary> = await client.get('/executions', {
      ...query,
      limit: String(Math.min(limit - rows.length, pageSize)),
      cursor,
    })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && rows.length < limit)
  return rows
}
