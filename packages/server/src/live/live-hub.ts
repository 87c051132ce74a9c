import type { IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import { type CanvasNews, createWaitReasons, type DraftNews, type LiveMessage } from '@millrace/runtime'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Settings } from '../server-ports.ts'
import type { Caller } from '../table-token/table-tokens.ts'
import { changeView } from './change-view.ts'
import { createDraftLink, type DraftLink } from './draft-link.ts'
import { createEventLink, type EventLink } from './event-link.ts'
import { createLineLink, type LineLink } from './line-link.ts'
import { createLiveLink, type LiveLink } from './live-link.ts'
import { readClientMessage } from './live-protocol.ts'
import { standingView } from './standing-view.ts'
import { createTableFeed } from './table-feed.ts'
import { createTableLink, type TableLink } from './table-link.ts'
import { liveProtocol } from './token-protocol.ts'
import { createTriggerLink, type TriggerLink } from './trigger-link.ts'

/** Hands what happens to everybody who watches. */
export interface LiveHub {
  /** Takes over a socket whose request has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller | undefined): void
  close(): void
}

interface Client {
  readonly socket: WebSocket
  readonly link: LiveLink
  readonly tables: TableLink
  readonly drafts: DraftLink
  readonly lines: LineLink
  readonly events: EventLink
  readonly triggers: TriggerLink
  /** Left out, it is the operator. */
  readonly caller: Caller | undefined
  /** Whether it has answered since the last heartbeat. */
  isAlive: boolean
}

const largestMessageBytes = 64 * 1024
/** What one client may have unread; a client that is further behind is dropped, the others do not wait. */
const mostUnreadBytes = 4 * 1024 * 1024
const closingMs = 2000

/** Close codes of our own. */
const tooSlow = 4008
const notGood = 4401

export function createLiveHub(settings: Settings): LiveHub {
  const { driver, account, heartbeatMs } = settings
  let server: WebSocketServer | undefined
  const clients = new Set<Client>()
  const reasons = createWaitReasons(settings)

  const unsubscribe = driver.subscribe((message) => {
    if (message.account !== account) return
    for (const { link, lines } of clients) {
      link.show(message)
      lines.look()
    }
  })
  const showDraft = (news: DraftNews | CanvasNews): void => {
    if (news.account !== account) return
    for (const { drafts } of clients) drafts.show(news)
  }
  const showTriggers = (): void => {
    for (const { triggers } of clients) triggers.show()
  }
  const unfollow = [
    settings.triggerNews.follow((owner) => owner === account && showTriggers()),
    settings.refusals.follow(showTriggers),
    settings.drafts.follow(showDraft),
    settings.canvases.follow(showDraft),
    settings.bus.onAppended(() => {
      for (const { events } of clients) events.look()
    }),
    settings.dispatcher.onDelivered((positions) => {
      for (const { events } of clients) events.lookAt(positions)
      if (positions.length > 0) showTriggers()
    }),
  ]
  const feed = createTableFeed(settings.tables, account, (news) => {
    for (const { tables, caller, socket } of clients) {
      if (caller === undefined || caller.isGood()) tables.show(news)
      else end(socket, notGood, 'The token is not good any more.')
    }
  })
  const heartbeat = setInterval(() => clients.forEach(beat), heartbeatMs)
  heartbeat.unref()

  function logError(error: unknown): void {
    settings.log({ type: 'live-error', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }

  function join(socket: WebSocket, caller: Caller | undefined): void {
    const link = createLiveLink({
      send: (message) => send(socket, JSON.stringify(message)),
      sendChange: (change) => send(socket, encoded(change)),
      isOpen: () => socket.readyState === socket.OPEN,
      drop: (reason) => drop(socket, reason),
      missed: (position, limit) => driver.missed(account, position, limit),
      standing: (executionId) => standingView(settings, reasons, executionId),
    })
    const tables = createTableLink({
      feed,
      account,
      tables: settings.tables,
      principal: caller?.principal,
      send: (text) => send(socket, text),
      onTrouble: logError,
    })
    const drafts = createDraftLink((message) => send(socket, JSON.stringify(message)))
    const lines = createLineLink({
      lines: settings.store.logLines,
      account,
      send: (message) => send(socket, JSON.stringify(message)),
      onTrouble: logError,
    })
    const events = createEventLink({
      events: settings.store.events,
      account,
      send: (message) => send(socket, JSON.stringify(message)),
      onTrouble: logError,
    })
    const triggers = createTriggerLink((message) => send(socket, JSON.stringify(message)))
    const client: Client = { socket, link, tables, drafts, lines, events, triggers, caller, isAlive: true }
    const leave = (): void => {
      clients.delete(client)
      lines.close()
      events.close()
      triggers.close()
    }
    clients.add(client)
    socket.on('pong', () => {
      client.isAlive = true
    })
    socket.on('message', (data, isBinary) => {
      client.isAlive = true
      hear(client, isBinary ? undefined : String(data))
    })
    socket.on('close', leave)
    // Broken frames and the like: `ws` closes the link itself, and `close` follows.
    socket.on('error', leave)
  }

  function hear({ socket, link, tables, drafts, lines, events, triggers, caller }: Client, text: string | undefined): void {
    // Also what was missed is not told any more.
    if (caller?.isGood() === false) {
      end(socket, notGood, 'The token is not good any more.')
      return
    }
    const message = text === undefined ? undefined : readClientMessage(text)
    if (message === undefined) {
      send(socket, JSON.stringify({ type: 'error', code: 'LIVE_MESSAGE_INVALID', message: invalidMessage }))
      return
    }
    if ('table' in message) {
      tables.take(message)
      return
    }
    if (caller !== undefined && message.type !== 'ping') {
      send(socket, JSON.stringify({ type: 'error', code: 'LIVE_NOT_ALLOWED', message: narrowMessage }))
      return
    }
    if ('logs' in message) {
      void lines.take(message)
      return
    }
    if ('events' in message) {
      void events.take(message)
      return
    }
    if ('triggers' in message) {
      triggers.take(message)
      return
    }
    if ('draft' in message || 'workflows' in message) {
      drafts.take(message)
      return
    }
    link.take(message).catch((error: unknown) => {
      logError(error)
      send(socket, JSON.stringify({ type: 'error', code: 'LIVE_FAILED', message: 'Something broke inside the server: look into its log.' }))
    })
  }

  return {
    accept(request, socket, head, caller) {
      server ??= openSockets()
      server.handleUpgrade(request, socket, head, (opened) => join(opened, caller))
    },
    close() {
      unsubscribe()
      for (const stop of unfollow) stop()
      feed.close()
      clearInterval(heartbeat)
      for (const { socket } of clients) end(socket, 1001, 'The server is shutting down.')
    },
  }
}

const require = createRequire(import.meta.url)

/** Loaded with the first link, and at once: what is upgraded has to be listened to from its first byte. */
function openSockets(): WebSocketServer {
  const { WebSocketServer } = require('ws') as typeof import('ws')
  return new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (names) => (names.has(liveProtocol) ? liveProtocol : false),
  })
}

const narrowMessage = 'The token is good for the records of tables: subscribe to a table by its name.'
const invalidMessage = 'The message is not one of subscribe, unsubscribe and ping with their fields: docs/api.md has them.'

/** A change is written once, however many clients get it. */
const texts = new WeakMap<LiveMessage, string>()

function encoded(change: LiveMessage): string {
  const known = texts.get(change)
  if (known !== undefined) return known
  const text = JSON.stringify(changeView(change))
  texts.set(change, text)
  return text
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > mostUnreadBytes) drop(socket, 'The client reads too slowly: subscribe again after the last position.')
  else socket.send(text)
}

function drop(socket: WebSocket, reason: string): void {
  end(socket, tooSlow, reason)
}

/** Says goodbye; a client that does not even read that is cut off. */
function end(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason)
  const timer = setTimeout(() => socket.terminate(), closingMs)
  timer.unref()
  socket.once('close', () => clearTimeout(timer))
}

function beat(client: Client): void {
  if (client.caller?.isGood() === false) end(client.socket, notGood, 'The token is not good any more.')
  if (!client.isAlive) {
    client.socket.terminate()
    return
  }
  client.isAlive = false
  client.socket.ping()
}
