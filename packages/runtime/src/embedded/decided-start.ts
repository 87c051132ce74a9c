import type { ExecutionEvent, ExecutionStarted } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { Decision } from '../admission/decide.ts'
import type { StartRequest } from '../driver.ts'

/** What an execution that runs at once begins with. */
export function firstEvents(event: ExecutionStarted, { replay }: StartRequest): readonly ExecutionEvent[] {
  return replay === undefined ? [event] : [event, ...replay.taken]
}

/** What one begins with that limits have decided on. A replay that finds no place leaves what it had kept running until it has one. */
export function decidedEvents(event: ExecutionStarted, request: StartRequest, decision: Decision, at: number): readonly ExecutionEvent[] {
  const queued: ExecutionEvent = { ...event, queued: true }
  switch (decision.type) {
    case 'begins':
      return firstEvents(event, request)
    case 'queued':
      return request.replay === undefined ? [queued] : [...firstEvents(event, request), { type: 'place-released', at }]
    case 'dropped':
      return [queued, { type: 'cancel-requested', at, code: 'DROPPED', reason: decision.reason }]
  }
}

/** Its row, as it is created. */
export function decidedSummary(summary: ExecutionSummary, decision: Decision): ExecutionSummary {
  const { admission } = decision
  if (decision.type !== 'queued') return { ...summary, admission }
  const { dueAt } = decision
  return { ...summary, status: 'queued', admission, ...(dueAt !== undefined && { dueAt }) }
}
