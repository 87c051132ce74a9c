import type { ApiClient } from '../api/api-client.ts'
import type { ApiConnectionType } from '../api/api-types.ts'

export async function listConnectionTypes(client: ApiClient): Promise<readonly ApiConnectionType[]> {
  const { items } = await client.get<{ readonly items: readonly ApiConnectionType[] }>('/connection-types')
  return items
}
