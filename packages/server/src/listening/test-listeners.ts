import { randomBytes } from 'node:crypto'
import type { JsonObject } from '@millrace/engine'
import type { PublishedWorkflow } from '@millrace/runtime'
import { ProblemError } from '../problem.ts'
import { type WebhookRoute, webhookRoutes } from '../webhook/webhook-route.ts'
import { createWebhookTable, type WebhookMatch } from '../webhook/webhook-table.ts'

/**
 * Owns: who listens under `/webhook-test`, each for one call and for a while.
 * Does not own: what a call starts.
 * Invariants: T1 of several calls one is taken. T2 two listeners never have one address. T3 nothing of production is touched: neither its
 * routes nor its rates, and no delivery of a test is taken for one of production. Kept in memory: a restart ends them all.
 */
export interface TestListeners {
  /** Throws `LISTENER_TAKEN` where somebody listens at one of the addresses, and `TOO_MANY_LISTENERS`. */
  arm(request: ListenRequest, now: number): Listener
  get(id: string, now: number): Listener | undefined
  /** Whether there was one. */
  disarm(id: string): boolean
  /** `path` under `/webhook-test`. */
  match(method: string, path: string, now: number): WebhookMatch
  /** The listener of a route, unless it has had its call; whoever gets it has it alone. */
  take(route: WebhookRoute): Listener | undefined
  refused(route: WebhookRoute, refusal: ListenerRefusal): void
}

export interface ListenRequest {
  readonly published: PublishedWorkflow
  /** All of its webhooks when left out. */
  readonly triggerId?: string | undefined
  /** Whether the call starts an execution, or is only shown. */
  readonly mode: 'run' | 'data'
  readonly forMs: number
}

export interface ListenerRefusal {
  readonly code: string
  readonly message: string
}

export interface Listener {
  /** Random: whoever has it may see what came. */
  readonly id: string
  readonly mode: 'run' | 'data'
  readonly workflowId: string
  readonly version: number
  readonly routes: readonly WebhookRoute[]
  readonly expiresAt: number
  /** The last call that was refused, e.g. for its signature; the listener goes on. */
  refusal?: ListenerRefusal
  call?: { readonly triggerId: string; data?: JsonObject; executionId?: string; error?: string }
  /** Settles when its call has come, or it has ended without. */
  readonly ended: Promise<void>
  end(): void
}

const mostListeners = 20
/** So long it can still be asked what came, unless as many as this have ended since: each holds what its call has brought. */
const keptMs = 10 * 60_000
const mostEnded = 20

export function createTestListeners(): TestListeners {
  const table = createWebhookTable()
  const listeners = new Map<string, Listener>()

  function forgetOld(now: number): void {
    for (const [id, listener] of listeners) {
      if (listener.call === undefined && listener.expiresAt <= now) close(id, listener)
      if (listener.expiresAt + keptMs <= now) listeners.delete(id)
    }
  }

  function forgetMany(now: number): void {
    const ended = [...listeners].filter(([, listener]) => !isListening(listener, now))
    for (const [id] of ended.slice(0, -mostEnded)) listeners.delete(id)
  }

  function close(id: string, listener: Listener): void {
    table.put(id, [])
    listener.end()
  }

  return {
    arm(request, now) {
      forgetOld(now)
      forgetMany(now)
      if ([...listeners.values()].filter((one) => isListening(one, now)).length >= mostListeners) throw tooMany()
      const id = randomBytes(16).toString('hex')
      const listener = newListener(id, request, now)
      // The table knows routes by their workflow: here, each listener is one of its own.
      table.put(id, listener.routes)
      const [conflict] = table.conflicts(id)
      if (conflict !== undefined) {
        table.put(id, [])
        throw taken(conflict.route)
      }
      listeners.set(id, listener)
      return listener
    },
    get(id, now) {
      forgetOld(now)
      return listeners.get(id)
    },
    disarm(id) {
      const listener = listeners.get(id)
      if (listener === undefined) return false
      close(id, listener)
      return listeners.delete(id)
    },
    match(method, path, now) {
      forgetOld(now)
      return table.match(method, path)
    },
    take(route) {
      const found = [...listeners].find(([, listener]) => listener.routes.some((one) => isSame(one, route)))
      if (found === undefined || found[1].call !== undefined) return undefined
      const [id, listener] = found
      listener.call = { triggerId: route.triggerId }
      table.put(id, [])
      return listener
    },
    refused(route, refusal) {
      const listener = [...listeners.values()].find(({ routes }) => routes.some((one) => isSame(one, route)))
      if (listener !== undefined) listener.refusal = refusal
    },
  }
}

function newListener(id: string, { published, triggerId, mode, forMs }: ListenRequest, now: number): Listener {
  const all = [...webhookRoutes(published), ...webhookRoutes(published, 'disabled')]
  const wanted = all.filter((route) => triggerId === undefined || route.triggerId === triggerId)
  if (wanted.length === 0) throw noWebhook(published.id, triggerId)
  const { promise, resolve } = Promise.withResolvers<void>()
  const routes = wanted.map(({ rate: _, delivery: __, ...route }) => ({ ...route, claimedAt: now, listenerId: id }))
  return { id, mode, workflowId: published.id, version: published.version, routes, expiresAt: now + forMs, ended: promise, end: resolve }
}

function isListening({ call, expiresAt }: Listener, now: number): boolean {
  return call === undefined && expiresAt > now
}

function isSame(one: WebhookRoute, other: WebhookRoute): boolean {
  return one.listenerId === other.listenerId
}

function noWebhook(workflowId: string, triggerId: string | undefined): ProblemError {
  const which = triggerId === undefined ? 'a webhook' : `a webhook ${JSON.stringify(triggerId.slice(0, 100))}`
  return new ProblemError('TRIGGER_NOT_FOUND', `Workflow ${workflowId} has no trigger that is ${which}: there is nothing to listen at.`)
}

function taken({ method, path }: WebhookRoute): ProblemError {
  return new ProblemError('LISTENER_TAKEN', `Somebody listens for ${method} /webhook-test${path} already: wait until that has ended.`)
}

function tooMany(): ProblemError {
  return new ProblemError('TOO_MANY_LISTENERS', `At most ${mostListeners} listen at a time: end one, or wait.`)
}
