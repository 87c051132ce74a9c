import type { ApiClient } from '../api/api-client.ts'
import type { ApiPage, ApiWorkflowSummary } from '../api/api-types.ts'

export interface ListedWorkflow extends Omit<ApiWorkflowSummary, 'version' | 'publishedAt'> {
  /** Left out of a draft that was never published. */
  readonly version?: number
  readonly publishedAt?: string
  readonly hasDraft: boolean
  readonly tags?: readonly string[]
}

type Filter = Readonly<Record<'search' | 'tag', string | undefined>>

export async function listWorkflows(client: ApiClient, filter: Filter): Promise<readonly ListedWorkflow[]> {
  const rows: ListedWorkflow[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<ListedWorkflow> = await client.get('/workflows', { ...filter, limit: '100', cursor })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return rows
}
