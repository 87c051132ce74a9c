import type { ApiClient } from '../api/api-client.ts'
import type { ApiLogLine } from '../api/log-types.ts'
import { openLive } from '../api/open-live.ts'
import { CliError } from '../cli-error.ts'

type Query = Readonly<Record<string, string | undefined>>

interface Follow {
  readonly query: Query
  /** So many of the lines that are there come first. */
  readonly limit: number
  readonly show: (line: ApiLogLine) => void
}

/** Shows the last lines that there are, then each as it is written, until the link ends. */
export async function followLines(client: ApiClient, { query, limit, show }: Follow): Promise<never> {
  const logs = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  // Subscribed first and read after: what is written in between comes twice, and is known by its position.
  const live = await openLive(client.server, { logs }, ({ lines }: { type: 'log-lines'; lines: readonly ApiLogLine[] }) => lines)
  const shown = await readLines(client, query, limit)
  const known = new Set(shown.map(({ position }) => position))
  for (const line of shown) show(line)
  for await (const lines of live.messages) for (const line of lines) if (!known.has(line.position)) show(line)
  throw new CliError(`The server at ${client.server} has closed the link: follow again when it runs.`)
}

/** The last lines, the oldest of them first. */
export async function readLines(client: ApiClient, query: Query, limit: number): Promise<readonly ApiLogLine[]> {
  const lines: ApiLogLine[] = []
  let cursor: string | undefined
  do {
    const page: { readonly items: readonly ApiLogLine[]; readonly nextCursor?: string } = await client.get('/logs', {
      ...query,
      limit: String(Math.min(limit - lines.length, 200)),
      cursor,
    })
    lines.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined && lines.length < limit)
  return lines.reverse()
}
