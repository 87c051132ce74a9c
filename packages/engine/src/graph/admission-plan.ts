import { parseDuration } from '../document/duration.ts'
import type { WorkflowSettings } from '../document/workflow.ts'
import { compileTemplate, type Template } from '../expression/template.ts'
import type { AdmissionPlan } from './plan.ts'

/** Among 0 to 100. */
export const defaultPriority = 50

/** Undefined for a workflow that limits nothing, which every start must find out at once. */
export function planAdmission(settings: WorkflowSettings = {}): AdmissionPlan | undefined {
  const { concurrency, priority, rateLimit, debounce } = settings
  if (concurrency === undefined && priority === undefined && rateLimit === undefined && debounce === undefined) return undefined
  return {
    priority: priority ?? defaultPriority,
    ...(concurrency && {
      concurrency: {
        limit: concurrency.limit,
        onLimit: concurrency.onLimit ?? 'queue',
        whileWaiting: concurrency.whileWaiting ?? 'hold',
        ...keyOf(concurrency),
        ...(concurrency.maxQueued !== undefined && { maxQueued: concurrency.maxQueued }),
      },
    }),
    ...(rateLimit && {
      rateLimit: { limit: rateLimit.limit, perMs: ms(rateLimit.per), onLimit: rateLimit.onLimit ?? 'reject', ...keyOf(rateLimit) },
    }),
    ...(debounce && {
      debounce: {
        delayMs: ms(debounce.delay),
        ...keyOf(debounce),
        ...(debounce.maxDelay !== undefined && { maxDelayMs: ms(debounce.maxDelay) }),
      },
    }),
  }
}

function keyOf({ key }: { readonly key?: string }): { readonly key?: Template } {
  return key === undefined ? {} : { key: compileTemplate(key).template }
}

function ms(duration: string): number {
  const parsed = parseDuration(duration)
  if (parsed === undefined) throw new Error(`${duration} is no duration: validate the workflow before planning it.`)
  return parsed
}
