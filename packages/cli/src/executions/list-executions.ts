import type { ApiClient } from '../api/api-client.ts'
import type { ApiExecutionSummary, ApiPage } from '../api/api-types.ts'

interface Wanted {
  readonly workflow: string | undefined
  readonly status: readonly string[]
  readonly limit: number
}

const pageSize = 100

/** Asks page by page until there are enough. */
export async function listExecutions(client: ApiClient, { workflow, status, limit }: Wanted): Promise<readonly ApiExecutionSummary[]> {
  const rows: ApiExecutionSummary[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<ApiExecutionSummary> = await client.get('/executions', {
      workflow,
      status: status.length === 0 ? undefined : status.join(','),
      limit: String(Math.min(limit - rows.length, pageSize)),
      cursor,
    })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && rows.length < limit)
  return rows
}
