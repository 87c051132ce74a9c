import type { ListedWorkflow } from './api-schema.ts'
import { call } from './call.ts'

const pageSize = 200
/** What is more is found by a search. */
const mostPages = 10

export interface ReadWorkflows {
  readonly items: readonly ListedWorkflow[]
  readonly hasMore: boolean
}

/** All workflows, or those in which these words occur, page after page: one may be empty and not the last. */
export async function readWorkflows(words: string, signal: AbortSignal): Promise<ReadWorkflows> {
  const items: ListedWorkflow[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const asked = { limit: pageSize, ...(words !== '' && { search: words }), ...(cursor !== undefined && { cursor }) }
    const { items: found, nextCursor } = await call('GET /api/v1/workflows', { query: asked, signal })
    items.push(...found)
    cursor = nextCursor
    if (cursor === undefined) break
  }
  return { items, hasMore: cursor !== undefined }
}
