import { inTime, spanText } from '@millrace/engine'
import type { ExecutionReason } from './execution-reason.ts'

type Queued = Extract<ExecutionReason, { code: 'queued' }>

/** Why an execution is queued, as people say it. */
export function queueSentence(reason: Queued, now: number): string {
  const { since, until, key, cause, rate, ahead, limit, heldByCaller } = reason
  const whose = key === undefined ? '' : ` for key ${key}`
  const soFar = `for ${spanText(now - since)} so far`
  if (cause === 'rate-limit' && rate !== undefined && until !== undefined)
    return `starts ${inTime(until, now)}${whose}: no more than ${rate.limit} start within ${spanText(rate.perMs)}`
  if (cause === 'debounce' && until !== undefined) return `starts ${inTime(until, now)}${whose}, unless another start replaces it`
  if (until !== undefined) return `starts ${inTime(until, now)}${whose}`
  if (ahead === undefined) return `is queued${whose}, ${soFar}`
  const before = ahead === 0 ? 'the next' : `${ahead} ahead`
  if (cause === 'instance') return `is queued, ${before}${whose}, ${soFar}: this process runs ${limit} at once and no more`
  if (limit === undefined) return `is queued, ${before}${whose}, ${soFar}: there is room, and it begins in a moment`
  const places = limit === 1 ? 'its one place is taken' : `all ${limit} places are taken`
  const deadlock =
    heldByCaller === undefined
      ? ''
      : `, by execution ${heldByCaller} too, which called it and waits for it: cancel one of them, and write "whileWaiting: release" under "concurrency"`
  return `is queued, ${before}${whose}, ${soFar}: ${places}${deadlock}`
}
