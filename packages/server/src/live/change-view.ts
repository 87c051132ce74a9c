import type { StepChange } from '@millrace/engine'
import type { LiveMessage } from '@millrace/runtime'
import { createBudget, withPreviews } from '../preview.ts'
import { isoTime } from '../views/iso-time.ts'
import { stepWaitView } from '../views/wait-reason-view.ts'

/** A live message is for following along: what is larger than this is looked up. */
const valueLimitBytes = 16 * 1024
const messageLimitBytes = 256 * 1024

/** A change as clients get it. */
export function changeView({ account: _, at, changes, waits = [], ...message }: LiveMessage): object {
  const told = new Map(
    waits.map((wait) => [changes.findLast(({ step }) => step === wait.step), stepWaitView(wait, message.executionId, at)]),
  )
  const budget = createBudget(valueLimitBytes, messageLimitBytes)
  return {
    type: 'change',
    ...withPreviews(message, ['result'], budget),
    at: isoTime(at),
    changes: changes.map((change) => {
      const waitsFor = told.get(change)
      return { ...stepChangeView(withPreviews(change, ['output'], budget)), ...(waitsFor && { waitsFor }) }
    }),
  }
}

function stepChangeView({ at, startedAt, until, ...rest }: StepChange): object {
  return {
    ...rest,
    at: isoTime(at),
    ...(startedAt !== undefined && { startedAt: isoTime(startedAt) }),
    ...(until !== undefined && { until: isoTime(until) }),
  }
}
