import { type ExecutionHistory, inTime, isFinal, spanText, type WaitReason, waitSentence } from '@millrace/engine'
import type { ExecutionSummary, WaitingStep } from '@millrace/store'
import type { QueuePlace } from '../admission/queue-place.ts'
import type { Presence } from '../driver.ts'
import { queueSentence } from './queue-sentence.ts'

/** Why an execution that has not ended has not: one cause, as data. Times are milliseconds since 1970. */
export type ExecutionReason =
  /** It goes on as soon as one of its steps does; `others` more have not ended either. */
  | (WaitReason & { readonly step: string; readonly others: number })
  /** Limits hold it back; `until` is when it begins or joins the queue for a place. The place is not looked up for lists. */
  | ({ readonly code: 'queued'; readonly since: number; readonly until?: number; readonly key?: string } & Partial<QueueFacts>)
  | { readonly code: 'paused' | 'canceling'; readonly since: number; readonly by?: string; readonly note?: string }
  /** The store takes no writes. */
  | { readonly code: 'held-up'; readonly since: number; readonly error: string }
  /** Its time has come, and it is taken up. */
  | { readonly code: 'due'; readonly since: number }
  /** The process that ran it has ended. */
  | { readonly code: 'left'; readonly since: number }
  /** It rests until one of its timers fires: what the row alone tells. */
  | { readonly code: 'timer'; readonly since: number; readonly until: number }
  /** It has begun and not ended: what the row alone tells. */
  | { readonly code: 'under-way'; readonly since: number }

/** What is told of a place in a queue. */
export type QueueFacts = Pick<QueuePlace, 'cause' | 'ahead' | 'limit' | 'rate' | 'heldByCaller'>

type Told = Pick<ExecutionHistory, 'steps' | 'controls' | 'canceling'>

/** From all that is known of it. Undefined once it has ended. */
export function executionReason(summary: ExecutionSummary, history: Told, presence: Presence, now: number): ExecutionReason | undefined {
  const { status, startedAt, dueAt } = summary
  if (isFinal(status)) return undefined
  if (status === 'queued') return queuedReason(summary)
  if (presence.isInMemory && presence.heldUp !== undefined)
    return { code: 'held-up', since: presence.heldUp.since, error: presence.heldUp.message }
  const step = mostTelling(history.steps)
  if (history.canceling === true) return step ?? controlReason(history, 'cancel', 'canceling', startedAt)
  if (status === 'paused') return controlReason(history, 'pause', 'paused', startedAt)
  if (!presence.isInMemory && dueAt === undefined && status === 'running') return { code: 'left', since: startedAt }
  if (!presence.isInMemory && dueAt !== undefined && dueAt <= now) return { code: 'due', since: dueAt }
  return step ?? { code: 'under-way', since: startedAt }
}

/** From its row, and what is registered for it: cheap enough for a list. */
export function rowReason(
  { status, startedAt, dueAt, canceling, admission }: ExecutionSummary,
  { wait, called }: Registered,
  now: number,
): ExecutionReason | undefined {
  if (isFinal(status)) return undefined
  if (status === 'queued') return queuedReason({ startedAt, dueAt, admission })
  if (status === 'paused') return { code: status, since: startedAt }
  if (canceling === true) return { code: 'canceling', since: startedAt }
  if (dueAt !== undefined) return dueAt <= now ? { code: 'due', since: dueAt } : { code: 'timer', since: startedAt, until: dueAt }
  if (status === 'running') return { code: 'under-way', since: startedAt }
  if (wait !== undefined) {
    const { step, since, key } = wait
    return wait.channel === 'event' ? { code: 'event', since, event: key, step, others: 0 } : { code: 'answer', since, step, others: 0 }
  }
  if (called?.parent === undefined) return { code: 'under-way', since: startedAt }
  const { id: executionId, workflowId: workflow, startedAt: since } = called
  return { code: 'call', since, executionId, workflow, step: called.parent.step, others: 0 }
}

export interface Registered {
  /** One signal that a step of it waits for. */
  readonly wait?: WaitingStep | undefined
  /** An execution that it has called and that has not ended. */
  readonly called?: ExecutionSummary | undefined
}

function queuedReason({
  startedAt,
  dueAt,
  admission,
}: {
  startedAt: number
  dueAt?: number | undefined
  admission?: ExecutionSummary['admission']
}): ExecutionReason {
  const { key, place } = admission ?? {}
  const until = place === 'delayed' ? dueAt : undefined
  return { code: 'queued', since: startedAt, ...(until !== undefined && { until }), ...(key !== undefined && { key }) }
}

/** The same with all that is known of its place. */
export function placedReason(reason: ExecutionReason, { startsAt: _, holders: __, ...facts }: QueuePlace): ExecutionReason {
  return reason.code === 'queued' ? { ...reason, ...facts } : reason
}

function controlReason({ controls }: Told, action: 'pause' | 'cancel', code: 'paused' | 'canceling', since: number): ExecutionReason {
  const last = controls.findLast((one) => one.action === action)
  if (last === undefined) return { code, since }
  const { at, by, reason } = last
  return { code, since: at, ...(by !== undefined && { by }), ...(reason !== undefined && { note: reason }) }
}

/** What is at work comes first, then what comes by itself the soonest, then what others must bring; a scope only where nothing is inside. */
function mostTelling(steps: Told['steps']): (WaitReason & { step: string; others: number }) | undefined {
  const open = steps.flatMap(({ step, waitsFor }) => (waitsFor === undefined ? [] : [{ ...waitsFor, step }]))
  const inner = open.filter(({ code }) => code !== 'inside')
  const told = inner.length > 0 ? inner : open
  const first = told.reduce<(typeof told)[number] | undefined>(
    (best, one) => (best === undefined || rank(one) < rank(best) ? one : best),
    undefined,
  )
  return first && { ...first, others: told.length - 1 }
}

function rank(reason: WaitReason): number {
  switch (reason.code) {
    case 'running':
      return 0
    case 'retry':
    case 'time':
    case 'again':
    case 'interval':
      return reason.until
    default:
      return Number.POSITIVE_INFINITY
  }
}

/** One sentence. `calledSentence` is that of the execution it waits for. */
export function reasonSentence(reason: ExecutionReason, now: number, calledSentence?: string): string {
  const since = `for ${spanText(now - reason.since)} so far`
  switch (reason.code) {
    case 'queued':
      return queueSentence(reason, now)
    case 'paused':
      return `is paused${reason.by === undefined ? '' : ` by ${reason.by}`}, ${since}${noteOf(reason.note)}`
    case 'canceling':
      return `cleans up after it was canceled${reason.by === undefined ? '' : ` by ${reason.by}`}, ${since}${noteOf(reason.note)}`
    case 'held-up':
      return `is held up by the store, ${since}, and goes on by itself when that takes writes again: ${reason.error}`
    case 'due':
      return 'its time has come: it is taken up in a moment'
    case 'left':
      return 'was left by a process that has ended: it is taken up by the next start, or by the watchdog within a minute'
    case 'timer':
      return `goes on ${inTime(reason.until, now)} at the latest`
    case 'under-way':
      return `is under way, ${since}`
    default:
      return stepSentence(reason, now, calledSentence)
  }
}

function stepSentence(reason: WaitReason & { step: string; others: number }, now: number, calledSentence?: string): string {
  const { step, others } = reason
  const more = others === 0 ? '' : ` (and ${others} other ${others === 1 ? 'step' : 'steps'})`
  const called = calledSentence === undefined ? '' : `; that one: ${calledSentence}`
  return `${step}: ${waitSentence(reason, now)}${called}${more}`
}

function noteOf(note: string | undefined): string {
  return note === undefined ? '' : `: ${note}`
}
