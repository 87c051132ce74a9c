import type { Json, JsonObject } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import type { ApiPage } from '../api/api-types.ts'
import { tablePath } from './table-path.ts'

const largestPage = 1_000

/** So many records that fit, page after page. */
export async function listRecords(client: ApiClient, table: string, query: JsonObject, limit: number): Promise<readonly JsonObject[]> {
  const rows: JsonObject[] = []
  let cursor: string | undefined
  do {
    const body: Record<string, Json> = { ...query, limit: Math.min(largestPage, limit - rows.length) }
    if (cursor !== undefined) body.cursor = cursor
    const page = await client.post<ApiPage<JsonObject>>(tablePath(table, 'query'), body)
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && rows.length < limit)
  return rows
}
