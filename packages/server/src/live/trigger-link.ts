import type { TriggerMessage } from './live-protocol.ts'

/** Whether one client looks at the triggers. */
export interface TriggerLink {
  take(message: TriggerMessage): void
  /** Something about one of them has changed. */
  show(): void
  close(): void
}

/** What happens meanwhile is told once, however many calls are refused. */
const restMs = 100

export function createTriggerLink(send: (message: object) => void): TriggerLink {
  let isWanted = false
  let rest: NodeJS.Timeout | undefined
  let isMissing = false

  function show(): void {
    isMissing = isWanted
    if (!isWanted || rest !== undefined) return
    isMissing = false
    send({ type: 'triggers-changed' })
    rest = setTimeout(() => {
      rest = undefined
      if (isMissing) show()
    }, restMs)
    rest.unref()
  }

  return {
    take(message) {
      isWanted = message.type === 'subscribe'
      send(isWanted ? { type: 'subscribed', triggers: true } : { ...message, type: 'unsubscribed' })
    },
    show,
    close() {
      isWanted = false
      clearTimeout(rest)
    },
  }
}
