import type { LiveMessage } from '@millrace/runtime'

/** What a subscription wants to hear of, and which positions it has covered. */
export interface Interest {
  matches(change: LiveMessage): boolean
  /** Changes up to this one were sent, if they match, as they happened. */
  noteLive(position: number): void
  /** Changes up to this one were sent, if they match, because they had been missed. */
  noteReplayed(position: number): void
  coversLive(position: number): boolean
  coversReplayed(position: number): boolean
}

interface Subscription {
  readonly executionId?: string | undefined
  readonly workflowId?: string | undefined
  readonly after?: number | undefined
}

export function createInterest({ executionId, workflowId, after = 0 }: Subscription): Interest {
  let replayedTo = after
  let liveFrom = Number.POSITIVE_INFINITY
  let liveTo = 0
  return {
    matches: (change) =>
      (executionId === undefined || change.executionId === executionId) && (workflowId === undefined || change.workflowId === workflowId),
    noteLive(position) {
      liveFrom = Math.min(liveFrom, position)
      liveTo = Math.max(liveTo, position)
    },
    noteReplayed(position) {
      replayedTo = Math.max(replayedTo, position)
    },
    coversLive: (position) => position >= liveFrom && position <= liveTo,
    coversReplayed: (position) => position > after && position <= replayedTo,
  }
}
