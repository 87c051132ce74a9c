import { type JailPlan, jailPlans, nameOfPlan } from './jail-plan.ts'
import type { Machine } from './machine.ts'

/** A plan that was tried and did not work here, with what the machine said to it. */
export interface Fallback {
  readonly tried: string
  readonly reason: string
}

export interface FoundJail<T> {
  readonly plan: JailPlan
  readonly fallbacks: readonly Fallback[]
  /** What the trial left: the first runner. */
  readonly trial: T
}

/** The strongest plan in which a runner really starts. */
export async function findJail<T>(machine: Machine, tryPlan: (plan: JailPlan) => Promise<T>): Promise<FoundJail<T>> {
  const fallbacks: Fallback[] = []
  for (const plan of jailPlans(machine)) {
    try {
      return { plan, fallbacks, trial: await tryPlan(plan) }
    } catch (error) {
      fallbacks.push({ tried: nameOfPlan(plan), reason: reasonOf(error) })
    }
  }
  throw new AggregateError([], fallbacks.map(({ tried, reason }) => `${tried}: ${reason}`).join('; '))
}

/** The error, and the first line of what the process printed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const printed = typeof error.cause === 'string' ? error.cause.trim().split('\n')[0] : undefined
  return printed ? `${error.message} (${printed})` : error.message
}
