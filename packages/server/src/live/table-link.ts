import type { LiveErrorCode, TableMessage } from './live-protocol.ts'
import type { TableFeed, TableNews } from './table-feed.ts'

/** Which tables one client wants to hear of. Everything is at once, so that nothing comes twice or out of order. */
export interface TableLink {
  take(message: TableMessage): void
  show(news: TableNews): void
}

interface TableLinkPorts {
  readonly feed: TableFeed
  send(text: string): void
}

const mostTables = 100
/** Stands for all tables. */
const all = '*'

export function createTableLink({ feed, send }: TableLinkPorts): TableLink {
  const wanted = new Set<string>()
  const wants = (table: string): boolean => wanted.has(table) || wanted.has(all)

  function subscribe(table: string, after: string | undefined): void {
    if (!wanted.has(table) && wanted.size >= mostTables) {
      fail('LIVE_TOO_MANY_SUBSCRIPTIONS', `A link may have ${mostTables} subscriptions to tables: end some, or subscribe to "*".`)
      return
    }
    feed.open()
    const missed = after === undefined ? [] : feed.since(after)
    if (missed === undefined) {
      fail(
        'LIVE_TOO_FAR_BEHIND',
        'What happened after this position is not known any more: read the records anew and subscribe without "after".',
      )
      return
    }
    const heardAlready = wants(table)
    wanted.add(table)
    send(JSON.stringify({ type: 'subscribed', table, position: feed.position() }))
    // What another subscription has brought already does not come twice.
    if (!heardAlready) for (const news of missed) if (table === all || news.table === table) send(news.text)
  }

  function fail(code: LiveErrorCode, message: string): void {
    send(JSON.stringify({ type: 'error', code, message }))
  }

  return {
    take(message) {
      if (message.type === 'subscribe') subscribe(message.table, message.after)
      else wanted.delete(message.table)
    },
    show(news) {
      if (wanted.size > 0 && wants(news.table)) send(news.text)
    },
  }
}
