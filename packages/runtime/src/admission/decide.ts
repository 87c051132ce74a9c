import type { AdmissionPlan } from '@millrace/engine'
import type { Admission } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import type { Gates } from './gates.ts'
import type { KeyValue } from './lane-key.ts'
import type { Lane } from './lanes.ts'
import { after } from './order.ts'

/** What becomes of a start. */
export type Decision =
  /** It has a place. */
  | { readonly type: 'begins'; readonly admission: Admission }
  /** It has none, or not before `dueAt`; it takes the place of one that waits as it does. */
  | { readonly type: 'queued'; readonly admission: Admission; readonly dueAt?: number; readonly replaces?: string }
  /** There is none, and it does not wait for one: it is recorded as canceled. */
  | { readonly type: 'dropped'; readonly admission: Admission; readonly reason: string }

/** All that the decision is made from. Made and carried out in one turn: a place that is seen is taken. */
export interface Facts {
  readonly account: string
  readonly id: string
  readonly workflowId: string
  readonly now: number
  readonly plan: AdmissionPlan
  readonly priority: number
  /** It runs another one again. Nothing would come after it in its place, so it is queued where others are dropped. */
  readonly isReplay: boolean
  readonly lane: Lane
  readonly key: KeyValue | undefined
  readonly gate?: { readonly name: string; readonly key: KeyValue | undefined } | undefined
  /** Whether this process takes another one. */
  readonly hasInstanceRoom: boolean
}

/** Throws `RATE_LIMITED` or `QUEUE_FULL`: then nothing is recorded. */
export function decide(facts: Facts, gates: Gates): Decision {
  return throughGate(facts, gates) ?? intoLane(facts, slotOf(facts, gates))
}

/** Undefined when the gate lets it through now. */
function throughGate(facts: Facts, gates: Gates): Decision | undefined {
  const { account, id, workflowId, now, plan, isReplay, gate } = facts
  if (gate === undefined) return undefined
  if (plan.debounce !== undefined) {
    const { queuedAt, dueAt, replaces } = gates.putOff(account, gate.name, plan.debounce, { id, now })
    const admission = { ...admissionOf(facts, queuedAt), place: 'delayed', gate: gate.name } as const
    return { type: 'queued', admission, dueAt, ...(replaces !== undefined && { replaces }) }
  }
  const { rateLimit } = plan
  if (rateLimit === undefined) return undefined
  const slot = gates.nextSlot(account, gate.name, rateLimit, now)
  if (slot <= now) return undefined
  const { limit, perMs, onLimit } = rateLimit
  const counted = `${limit} per ${perMs / 1000} s${gate.key === undefined ? '' : ` for key ${gate.key.text}`}`
  if (onLimit === 'reject') {
    const message = `Workflow ${workflowId} starts no more than ${counted}: try again in ${Math.ceil((slot - now) / 1000)} s.`
    throw new RuntimeError('RATE_LIMITED', message, { retryAfterMs: slot - now })
  }
  if (onLimit === 'drop' && !isReplay)
    return { type: 'dropped', admission: admissionOf(facts, nextInLane(facts)), reason: `dropped: ${counted}` }
  const queuedAt = gates.takeSlot(account, gate.name, slot)
  return { type: 'queued', admission: { ...admissionOf(facts, queuedAt), place: 'delayed', gate: gate.name }, dueAt: Math.ceil(slot) }
}

/** Counted only once it is sure to be recorded. */
function slotOf(facts: Facts, gates: Gates): () => Pick<Admission, 'queuedAt' | 'gate'> {
  const { account, now, gate } = facts
  if (gate === undefined) return () => ({ queuedAt: nextInLane(facts) })
  return () => ({ queuedAt: gates.takeSlot(account, gate.name, now), gate: gate.name })
}

function intoLane(facts: Facts, takeSlot: () => Pick<Admission, 'queuedAt' | 'gate'>): Decision {
  const { id, workflowId, plan, isReplay, key, lane, hasInstanceRoom } = facts
  const isFull = lane.held.size >= lane.limit
  if (!isFull && lane.queued.size === 0 && hasInstanceRoom) {
    lane.held.add(id)
    const slot = takeSlot()
    lane.lastQueuedAt = Math.max(lane.lastQueuedAt, slot.queuedAt)
    return { type: 'begins', admission: { ...admissionOf(facts, 0), ...slot, place: 'held' } }
  }
  const { onLimit = 'queue', maxQueued = Number.POSITIVE_INFINITY } = plan.concurrency ?? {}
  const whose = key === undefined ? `workflow ${workflowId}` : `key ${key.text} of workflow ${workflowId}`
  if (isFull && onLimit === 'drop' && !isReplay) {
    const reason = `dropped: all ${lane.limit} places of ${whose} are taken`
    return { type: 'dropped', admission: admissionOf(facts, nextInLane(facts)), reason }
  }
  if (lane.queued.size >= maxQueued)
    throw new RuntimeError('QUEUE_FULL', `The queue for ${whose} is full: ${lane.queued.size} wait already. Try again later.`)
  lane.queued.add(id)
  return { type: 'queued', admission: { ...admissionOf(facts, 0), ...takeSlot(), place: 'queued' } }
}

function nextInLane({ lane, now }: Facts): number {
  lane.lastQueuedAt = after(lane.lastQueuedAt, now)
  return lane.lastQueuedAt
}

function admissionOf({ lane, key, priority }: Facts, queuedAt: number): Omit<Admission, 'place'> {
  return { lane: lane.name, ...(key !== undefined && { key: key.text }), priority, queuedAt }
}
