import type { ApiClient } from './api-client.ts'
import type { ApiPage } from './api-types.ts'

/** Every item of a list, page after page. */
export async function allPages<T>(
  client: ApiClient,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<readonly T[]> {
  const rows: T[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<T> = await client.get(path, { ...query, limit: '200', cursor })
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return rows
}
