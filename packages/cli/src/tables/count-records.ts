import type { JsonObject } from '@millrace/engine'
import type { ApiClient } from '../api/api-client.ts'
import { tablePath } from './table-path.ts'

export async function countRecords(client: ApiClient, table: string, where: JsonObject | undefined): Promise<number> {
  const query = { limit: 1, select: [], count: true, ...(where !== undefined && { where }) }
  return (await client.post<{ readonly count: number }>(tablePath(table, 'query'), query)).count
}
