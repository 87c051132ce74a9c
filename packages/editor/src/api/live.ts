/** What one follows, `all` for every execution; each is asked for once, however many look at it. */
export type LiveTopic =
  | { readonly all: true }
  | { readonly executionId: string }
  | { readonly workflowId: string }
  | { readonly draft: string }
  | { readonly workflows: true }
  /** That something about one of them has changed: its last turn, its next time, a refusal. */
  | { readonly triggers: true }
  /** Every change of its records. */
  | { readonly table: string }
  /** What steps log, as far as these fields say; a page may follow one such topic. */
  | { readonly logs: Readonly<Record<string, string>> }
  /** The same of events, each again when something has come of it. */
  | { readonly events: Readonly<Record<string, string>> }

export interface LiveMessage {
  readonly type: string
  readonly position?: number | string
  readonly executionId?: string
  readonly workflowId?: string
  readonly [field: string]: unknown
}

export type LiveState = 'connecting' | 'open' | 'lost'

export interface Live {
  /** Calls `hear` for each message of the topic until the answer is called; the link is opened with the first and kept. */
  follow(topic: LiveTopic, hear: (message: LiveMessage) => void): () => void
  /** What to do when messages may have been missed: read again what is shown. */
  onReturn(hear: () => void): () => void
  state(): LiveState
  onState(hear: () => void): () => void
  /** Tries at once where the next try would come later: somebody looks at the page again. */
  hurry(): void
}

interface Followed {
  readonly topic: LiveTopic
  readonly hearers: Set<(message: LiveMessage) => void>
  /** The last position of a change that was heard: a link that is made anew begins after it. */
  position: number | string | undefined
}

const firstDelayMs = 250
const longestDelayMs = 5_000

/** One link for the whole page, made anew when it breaks; what was missed comes first. */
export function createLive(address: string, open: (address: string) => WebSocket = (url) => new WebSocket(url)): Live {
  const followed = new Map<string, Followed>()
  const returned = new Set<() => void>()
  const watching = new Set<() => void>()
  let socket: WebSocket | undefined
  let state: LiveState = 'connecting'
  let delayMs = firstDelayMs
  let nextTry: ReturnType<typeof setTimeout> | undefined
  let wasLost = false

  function become(next: LiveState): void {
    if (state === next) return
    state = next
    for (const hear of watching) hear()
  }

  function connect(): void {
    clearTimeout(nextTry)
    nextTry = undefined
    const link = open(address)
    socket = link
    link.onopen = () => {
      delayMs = firstDelayMs
      become('open')
      for (const one of followed.values()) ask('subscribe', one)
      if (wasLost) for (const hear of returned) hear()
      wasLost = false
    }
    link.onmessage = ({ data }) => take(JSON.parse(String(data)) as LiveMessage) // The server's own words.
    link.onclose = () => {
      socket = undefined
      wasLost = true
      become('lost')
      nextTry = setTimeout(connect, delayMs * (0.5 + Math.random()))
      delayMs = Math.min(delayMs * 2, longestDelayMs)
    }
  }

  function ask(type: 'subscribe' | 'unsubscribe', { topic, position }: Followed): void {
    if (socket?.readyState !== WebSocket.OPEN) return
    const after = type === 'subscribe' && position !== undefined ? { after: position } : {}
    const fields = 'all' in topic ? {} : topic
    socket.send(JSON.stringify({ type, ...fields, ...after }))
  }

  function take(message: LiveMessage): void {
    // Nobody listens any more.
    if (message.type === 'unsubscribed') return
    if (message.type === 'error' && message.code === 'LIVE_TOO_FAR_BEHIND') {
      // What is told is told from now on, and the rest is read.
      for (const one of followed.values()) {
        one.position = undefined
        ask('subscribe', one)
      }
      for (const hear of returned) hear()
    }
    for (const one of followed.values()) {
      if (!concerns(one.topic, message)) continue
      if (kindsWithPlace.has(message.type) && message.position !== undefined) one.position = message.position
      for (const hear of one.hearers) hear(message)
    }
  }

  return {
    follow(topic, hear) {
      const key = JSON.stringify(topic)
      const known = followed.get(key)
      const one = known ?? { topic, hearers: new Set(), position: undefined }
      one.hearers.add(hear)
      if (known === undefined) {
        followed.set(key, one)
        if (socket === undefined && state === 'connecting') connect()
        else ask('subscribe', one)
      }
      return () => {
        one.hearers.delete(hear)
        if (one.hearers.size > 0 || followed.get(key) !== one) return
        followed.delete(key)
        ask('unsubscribe', one)
      }
    },
    onReturn: (hear) => added(returned, hear),
    state: () => state,
    onState: (hear) => added(watching, hear),
    hurry() {
      if (nextTry !== undefined) connect()
    },
  }
}

function added<T>(set: Set<T>, one: T): () => void {
  set.add(one)
  return () => set.delete(one)
}

function concerns(topic: LiveTopic, message: LiveMessage): boolean {
  if (message.type === 'subscribed') return isAnswerTo(topic, message)
  if ('table' in topic) return message.table === topic.table
  if ('logs' in topic) return message.type === 'log-lines'
  if ('triggers' in topic) return message.type === 'triggers-changed'
  if ('events' in topic) return message.type === 'events'
  if ('all' in topic) return message.executionId !== undefined && message.type === 'change'
  if ('executionId' in topic) return message.executionId === topic.executionId
  if ('workflowId' in topic) return message.workflowId === topic.workflowId && message.executionId !== undefined
  if ('draft' in topic) return message.workflowId === topic.draft && message.executionId === undefined
  return message.executionId === undefined && !ofOwnTopics.has(message.type)
}

/** Each answer names its topic; the one that names none is that to the topic of everything. */
function isAnswerTo(topic: LiveTopic, message: LiveMessage): boolean {
  const name = answerNames.find((one) => message[one] !== undefined) ?? 'all'
  if (name === 'all' || name === 'logs' || name === 'events') return name in topic
  return name in topic && Object.values(topic)[0] === message[name]
}

const answerNames = ['executionId', 'draft', 'workflows', 'triggers', 'table', 'logs', 'events', 'workflowId'] as const
/** A link that is made anew goes on behind the last of them. */
const kindsWithPlace = new Set(['change', 'log-lines', 'events'])
const ofOwnTopics = new Set(['record', 'log-lines', 'events', 'triggers-changed'])
