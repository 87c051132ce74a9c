import { assertNever } from '../assert-never.ts'
import type { StepError } from './event.ts'
import type { WaitReason } from './wait-reason.ts'

/** The reason in a few words that stand behind the name of the step, such as `retry 3 of 5 in 00:31 after HTTP 429`. Times of day are UTC. */
export function waitSentence(reason: WaitReason, now: number): string {
  switch (reason.code) {
    case 'running':
      return `runs ${reason.type}, ${so(reason.since, now)}${orUntil(reason.until, now)}`
    case 'retry':
      return `retry ${reason.attempt} of ${reason.attempts} ${inTime(reason.until, now)} after ${failureName(reason.error)}`
    case 'time':
      return `waits until ${dayTime(reason.until)}, ${inTime(reason.until, now)}`
    case 'again':
      return `looks again ${inTime(reason.until, now)}`
    case 'event':
      return `waits for the event ${reason.event}, ${so(reason.since, now)}${orUntil(reason.until, now)}`
    case 'answer':
      return `waits for an answer at its address, ${so(reason.since, now)}${orUntil(reason.until, now)}`
    case 'call':
      return `waits for execution ${reason.executionId} of ${reason.workflow}, ${so(reason.since, now)}${orUntil(reason.until, now)}`
    case 'inside':
      return `what is inside it goes on${countOf(reason)}, ${so(reason.since, now)}${orUntil(reason.until, now)}`
    case 'interval':
      return `next iteration ${inTime(reason.until, now)}`
    case 'held':
      return 'goes on once the execution is resumed'
    default:
      return assertNever(reason)
  }
}

function countOf({ progress }: Extract<WaitReason, { code: 'inside' }>): string {
  return progress === undefined ? '' : `, ${progress.finished} of ${progress.total} done`
}

/** `HTTP 429` says more than the code of the error does. */
function failureName({ code, details }: StepError): string {
  const status = typeof details === 'object' && details !== null && 'status' in details ? details.status : undefined
  return code.startsWith('HTTP') && typeof status === 'number' ? `HTTP ${status}` : code
}

function so(since: number, now: number): string {
  return `for ${spanText(now - since)} so far`
}

function orUntil(until: number | undefined, now: number): string {
  return until === undefined ? '' : until > now ? `, until ${dayTime(until)} at the latest` : ', until now'
}

/** What is near is counted down. */
export function inTime(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1000)
  if (seconds <= 0) return 'at once'
  if (seconds >= 3600) return `in ${spanText(seconds * 1000)}`
  return `in ${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}

/** `4 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? pair(hours, 'h', minutes % 60, 'min') : pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** `Fri 2027-03-05 14:00 UTC`. A time that no calendar has, which a workflow may compute, is never. */
export function dayTime(at: number): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return 'a time that never comes'
  const [day = '', time = ''] = date.toISOString().split('T')
  return `${weekdays[date.getUTCDay()]} ${day} ${time.slice(0, 5)} UTC`
}
