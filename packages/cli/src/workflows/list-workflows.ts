import type { ApiClient } from '../api/api-client.ts'
import type { ApiPage, ApiWorkflowSummary } from '../api/api-types.ts'

export async function listWorkflows(client: ApiClient): Promise<readonly ApiWorkflowSummary[]> {
  const rows: ApiWorkflowSummary[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<ApiWorkflowSummary> = await client.get('/workflows', { limit: '100', cursor })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return rows
}
