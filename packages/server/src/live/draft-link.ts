import type { CanvasNews, DraftNews } from '@millrace/runtime'
import type { DraftMessage, LiveErrorCode } from './live-protocol.ts'

/** Which drafts one client looks at, and whether it looks at the list of workflows. */
export interface DraftLink {
  take(message: DraftMessage): void
  show(news: DraftNews | CanvasNews): void
}

const mostDrafts = 100

export function createDraftLink(send: (message: object) => void): DraftLink {
  const drafts = new Set<string>()
  let seesList = false

  function subscribe(message: DraftMessage): void {
    if ('workflows' in message) {
      seesList = true
      send({ type: 'subscribed', workflows: true })
      return
    }
    if (!drafts.has(message.draft) && drafts.size >= mostDrafts) {
      const code: LiveErrorCode = 'LIVE_TOO_MANY_SUBSCRIPTIONS'
      send({ type: 'error', code, message: `A link may follow ${mostDrafts} drafts: end some, or follow the list of workflows.` })
      return
    }
    drafts.add(message.draft)
    send({ type: 'subscribed', draft: message.draft })
  }

  return {
    take(message) {
      if (message.type === 'subscribe') {
        subscribe(message)
        return
      }
      if ('workflows' in message) seesList = false
      else drafts.delete(message.draft)
      send({ ...message, type: 'unsubscribed' })
    },
    show({ account: _, ...news }) {
      if (drafts.has(news.workflowId) || (seesList && isOfList(news))) send(news)
    },
  }
}

type Told = Omit<DraftNews, 'account'> | Omit<CanvasNews, 'account'>

function isOfList({ type }: Told): boolean {
  return type !== 'layout-changed' && type !== 'pins-changed'
}
