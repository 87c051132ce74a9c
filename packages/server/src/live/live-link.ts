import type { LiveMessage } from '@millrace/runtime'
import { createInterest, type Interest } from './interest.ts'
import type { ClientMessage, LiveErrorCode } from './live-protocol.ts'

/**
 * Owns: what one client has asked for, and what it has been sent.
 * Does not own: the socket, and how messages are written; both are given.
 * Invariants: L1 while something missed is sent, live changes are held back and follow. L2 no change is sent twice, however many
 * subscriptions it matches. L3 a client has a bounded share of memory: who exceeds it is dropped.
 */
export interface LiveLink {
  /** What the client says, one thing after the other. Rejects when something broke inside. */
  take(message: ClientMessage): Promise<void>
  /** A change has happened. */
  show(change: LiveMessage): void
}

export interface LinkPorts {
  send(message: object): void
  sendChange(change: LiveMessage): void
  isOpen(): boolean
  /** Ends the link: the client is too slow or asks too much. */
  drop(reason: string): void
  /** The changes after a position, oldest first. */
  missed(position: number, limit: number): Promise<readonly LiveMessage[]>
  /** How an execution stands; undefined when there is none. */
  standing(executionId: string): Promise<object | undefined>
}

const mostSubscriptions = 100
const mostWaiting = 1000
const mostHeld = 10_000
const replayPage = 200
/** Who was away for longer reads the state anew: that is less work for both. */
const mostReplayed = 10_000

type Subscribe = Extract<ClientMessage, { type: 'subscribe' }>

export function createLiveLink(ports: LinkPorts): LiveLink {
  const interests = new Map<string, Interest>()
  let held: LiveMessage[] | undefined
  let queue: Promise<void> = Promise.resolve()
  let waiting = 0

  function wanting(change: LiveMessage): readonly Interest[] {
    return [...interests.values()].filter((interest) => interest.matches(change))
  }

  function show(change: LiveMessage): void {
    const wants = wanting(change)
    if (held === undefined) showNow(change, wants)
    else if (held.length >= mostHeld) ports.drop('Too much happened while what was missed was sent: subscribe again.')
    else if (wants.length > 0) held.push(change)
  }

  function showNow(change: LiveMessage, wants: readonly Interest[]): void {
    if (wants.length === 0) return
    if (!wants.some((interest) => interest.coversReplayed(change.position))) ports.sendChange(change)
    for (const interest of wants) interest.noteLive(change.position)
  }

  async function subscribe(message: Subscribe): Promise<void> {
    const { executionId, workflowId, after } = message
    const key = keyOf(message)
    if (!interests.has(key) && interests.size >= mostSubscriptions) {
      fail('LIVE_TOO_MANY_SUBSCRIPTIONS', `A link may have ${mostSubscriptions} subscriptions: end some, or subscribe to a workflow.`)
      return
    }
    held = []
    const interest = createInterest(message)
    interests.set(key, interest)
    try {
      const standing = executionId === undefined ? {} : await ports.standing(executionId)
      if (standing === undefined) {
        interests.delete(key)
        fail('LIVE_EXECUTION_NOT_FOUND', `There is no execution ${JSON.stringify(executionId)}: check the id.`)
        return
      }
      ports.send({ type: 'subscribed', ...(executionId && { executionId }), ...(workflowId && { workflowId }), ...standing })
      if (after !== undefined) await replay(interest, after)
    } finally {
      release()
    }
  }

  function release(): void {
    const changes = held ?? []
    held = undefined
    for (const change of changes) showNow(change, wanting(change))
  }

  async function replay(interest: Interest, after: number): Promise<void> {
    let position = after
    for (let count = 0; ports.isOpen(); count += replayPage) {
      if (count >= mostReplayed) {
        fail('LIVE_TOO_FAR_BEHIND', `More than ${mostReplayed} changes were missed: read the state anew and subscribe without "after".`)
        return
      }
      const page = await ports.missed(position, replayPage)
      for (const change of page) sendMissed(interest, change)
      position = page.at(-1)?.position ?? position
      if (page.length < replayPage) return
    }
  }

  function sendMissed(interest: Interest, change: LiveMessage): void {
    const isSent = wanting(change).some((one) => one.coversLive(change.position) || one.coversReplayed(change.position))
    if (interest.matches(change) && !isSent) ports.sendChange(change)
    interest.noteReplayed(change.position)
  }

  async function run(message: ClientMessage): Promise<void> {
    waiting--
    if (!ports.isOpen()) return
    if (message.type === 'ping') ports.send({ type: 'pong' })
    else if (message.type === 'unsubscribe') {
      interests.delete(keyOf(message))
      ports.send({ ...message, type: 'unsubscribed' })
    } else await subscribe(message)
  }

  function fail(code: LiveErrorCode, message: string): void {
    ports.send({ type: 'error', code, message })
  }

  return {
    take(message) {
      waiting++
      if (waiting > mostWaiting) ports.drop(`More than ${mostWaiting} messages wait to be read: send slower.`)
      const done = queue.then(() => run(message))
      // The next message is taken whatever became of this one; the caller of `take` is told.
      queue = done.catch(() => undefined)
      return done
    },
    show,
  }
}

function keyOf({
  executionId,
  workflowId,
}: {
  readonly executionId?: string | undefined
  readonly workflowId?: string | undefined
}): string {
  return JSON.stringify([executionId ?? '', workflowId ?? ''])
}
