import type { Tables } from '@millrace/runtime'
import { type Principal, type RecordMatch, StoreError } from '@millrace/store'
import type { LiveErrorCode, TableMessage } from './live-protocol.ts'
import { narrowed, narrowedToSeen } from './narrow-news.ts'
import type { TableFeed, TableNews } from './table-feed.ts'

/** Which tables one client wants to hear of. One message after the other is dealt with, each at once, so that nothing comes twice or out of order. */
export interface TableLink {
  take(message: TableMessage): void
  show(news: TableNews): void
}

interface TableLinkPorts {
  readonly feed: TableFeed
  readonly account: string
  readonly tables: Pick<Tables, 'match' | 'as'>
  /** Who follows; left out, it is the operator. */
  readonly principal: Principal | undefined
  send(text: string): void
  /** Told of what is no mistake of the client. */
  onTrouble(error: unknown): void
}

type Subscribe = Extract<TableMessage, { readonly type: 'subscribe' }>

interface Wish {
  /** Which records; all when left out. */
  readonly match?: RecordMatch
  /** What is seen at all, whatever was asked for. */
  readonly sees?: RecordMatch
  /** The condition as it was asked for. */
  readonly where: string
}

const mostTables = 100
/** Stands for all tables. */
const all = '*'

export function createTableLink({ feed, account, tables, principal, send, onTrouble }: TableLinkPorts): TableLink {
  const wanted = new Map<string, Wish>()
  const records = principal === undefined ? tables : tables.as(principal)
  let turn = Promise.resolve()

  async function subscribe({ table, after, where }: Subscribe): Promise<void> {
    if (!wanted.has(table) && wanted.size >= mostTables) {
      fail('LIVE_TOO_MANY_SUBSCRIPTIONS', `A link may have ${mostTables} subscriptions to tables: end some, or subscribe to "*".`)
      return
    }
    if (table === all && where !== undefined) {
      fail('LIVE_CONDITION_INVALID', 'A condition names columns of one table: subscribe to each table with its own.')
      return
    }
    if (table === all && principal !== undefined) {
      fail('LIVE_NOT_ALLOWED', 'The token is not good for all tables at once: subscribe to each.')
      return
    }
    const match = where && (await records.match(account, table, where))
    const sees = principal && (await records.match(account, table, {}))
    feed.open()
    const missed = after === undefined ? [] : feed.since(after)
    if (missed === undefined) {
      fail(
        'LIVE_TOO_FAR_BEHIND',
        'What happened after this position is not known any more: read the records anew and subscribe without "after".',
      )
      return
    }
    const wish = { ...(match && { match }), ...(sees && { sees }), where: JSON.stringify(where ?? null) }
    const heardAlready = wanted.has(all) || wanted.get(table)?.where === wish.where
    wanted.set(table, wish)
    send(JSON.stringify({ type: 'subscribed', table, position: feed.position() }))
    // What another subscription has brought already does not come twice.
    if (!heardAlready) for (const news of missed) if (table === all || news.table === table) tell(news, wish)
  }

  function tell(news: TableNews, { match, sees }: Wish): void {
    const text = sees !== undefined ? narrowedToSeen(news, sees, match ?? sees) : match === undefined ? news.text : narrowed(news, match)
    if (text !== undefined) send(text)
  }

  /** A condition that the table does not fit any more ends its subscription; the write that told of it must not hear of that. */
  function refuse(error: unknown, table: string): void {
    wanted.delete(table)
    if (error instanceof StoreError && error.code === 'TABLE_ACCESS_DENIED') {
      fail('LIVE_NOT_ALLOWED', `The subscription to "${table}" is over, or was not begun: ${error.message}`)
      return
    }
    if (error instanceof StoreError && error.status < 500) {
      fail('LIVE_CONDITION_INVALID', `The subscription to "${table}" is over, or was not begun: ${error.message}`)
      return
    }
    onTrouble(error)
    fail('LIVE_FAILED', 'Something broke inside the server: look into its log.')
  }

  function fail(code: LiveErrorCode, message: string): void {
    send(JSON.stringify({ type: 'error', code, message }))
  }

  return {
    take(message) {
      turn = turn.then(async () => {
        if (message.type === 'unsubscribe') {
          wanted.delete(message.table)
          send(JSON.stringify({ ...message, type: 'unsubscribed' }))
        } else await subscribe(message).catch((error: unknown) => refuse(error, message.table))
      })
    },
    show(news) {
      const wish = wanted.get(all) ?? wanted.get(news.table)
      if (wish === undefined) return
      try {
        tell(news, wish)
      } catch (error) {
        refuse(error, news.table)
      }
    },
  }
}
