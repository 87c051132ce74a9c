import { durationText } from '../output/duration-text.ts'
import { oneLine } from '../output/printable.ts'
import { isSettled, type StepView } from './step-tree.ts'

/** What there is to say of a step besides its status, on one line; may be empty. */
export function stepNote(step: StepView, now: number): string {
  switch (step.status) {
    case 'running':
      return step.attempt > 1 ? `attempt ${step.attempt}` : ''
    case 'retrying':
      return `attempt ${step.attempt + 1} in ${countdown(step.until, now)}: ${errorText(step)}`
    case 'waiting':
      return step.until === undefined ? (step.reason ?? '') : `for ${countdown(step.until, now)} more`
    case 'success':
      return [
        step.port === undefined || step.port === 'success' ? '' : `→ ${step.port}`,
        step.attempt > 1 ? `${step.attempt} attempts` : '',
      ]
        .join(' ')
        .trim()
    case 'skipped':
    case 'canceled':
      return oneLine(step.reason ?? '')
    case 'failed':
    case 'timed_out':
      return errorText(step)
  }
}

function errorText({ error }: StepView): string {
  return error === undefined ? '' : oneLine(`${error.code}: ${error.message}`)
}

/** How long until then, in whole tenths of a second so that it does not flicker. */
function countdown(until: number | undefined, now: number): string {
  return durationText(Math.max(0, Math.ceil(((until ?? now) - now) / 100) * 100))
}

/** How long the step has taken so far; undefined for one that did not run. */
export function stepDurationMs({ status, startedAt, finishedAt }: StepView, now: number): number | undefined {
  if (status === 'skipped') return undefined
  return Math.max(0, (isSettled(status) ? (finishedAt ?? startedAt) : now) - startedAt)
}
