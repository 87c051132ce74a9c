import { setTimeout as wait } from 'node:timers/promises'
import type { ApiClient } from '../api/api-client.ts'
import type { ApiPage } from '../api/api-types.ts'
import type { ApiEvent } from '../api/event-types.ts'
import type { Host } from '../host.ts'
import { eventShape } from './event-shape.ts'

interface Follow {
  readonly query: Readonly<Record<string, string | undefined>>
  /** So many of the events that are there come first. */
  readonly limit: number
  readonly asJson: boolean
  readonly host: Host
}

/** Events are few beside steps, so the server is asked: there is nothing that it would have to tell each reader. */
const restMs = 1_000

/** Shows the last events, then each that comes, with what it had started when it was looked for. */
export async function followEvents(client: ApiClient, { query, limit, asJson, host }: Follow): Promise<never> {
  const { cells } = eventShape()
  const show = (event: ApiEvent) => host.out.write(`${asJson ? JSON.stringify(event) : cells(event).join('  ')}\n`)
  const known = new Set<string>()
  let most = limit
  for (;;) {
    const news = await newEvents(client, query, most, known)
    for (const event of news.reverse()) {
      show(event)
      known.add(event.id)
    }
    most = mostAtOnce
    await wait(restMs)
  }
}

const mostAtOnce = 10_000

/** Down to one that was shown before, the newest first. */
async function newEvents(client: ApiClient, query: Follow['query'], most: number, known: ReadonlySet<string>): Promise<ApiEvent[]> {
  const found: ApiEvent[] = []
  let cursor: string | undefined
  do {
    const page: ApiPage<ApiEvent> = await client.get('/events', { ...query, limit: String(Math.min(most - found.length, 200)), cursor })
    for (const event of page.items) {
      if (known.has(event.id)) return found
      found.push(event)
    }
    cursor = page.nextCursor
  } while (cursor !== undefined && found.length < most)
  return found
}
