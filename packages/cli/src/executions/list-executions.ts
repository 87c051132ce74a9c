import type { ApiClient } from '../api/api-client.ts'
import type { ApiExecutionPage, ApiExecutionSummary } from '../api/execution-types.ts'

/** As the API takes them; what is left out does not narrow the list. */
export type ExecutionQuery = Readonly<Record<string, string | undefined>>

interface Listed {
  readonly rows: readonly ApiExecutionSummary[]
  /** Set when the search index is behind. */
  readonly completeTo?: string
}

const pageSize = 200

/** Asks page by page until there are enough; a page may be short, and more may still follow. */
export async function listExecutions(client: ApiClient, query: ExecutionQuery, limit: number): Promise<Listed> {
  const rows: ApiExecutionSummary[] = []
  let cursor: string | undefined
  let completeTo: string | undefined
  do {
    const page: ApiExecutionPage = await client.get('/executions', {
      ...query,
      limit: String(Math.min(limit - rows.length, pageSize)),
      cursor,
    })
    rows.push(...page.items)
    cursor = page.nextCursor
    completeTo = page.search?.completeTo ?? completeTo
  } while (cursor !== undefined && rows.length < limit)
  return { rows, ...(completeTo !== undefined && { completeTo }) }
}
