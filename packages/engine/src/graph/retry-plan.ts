import { parseDuration } from '../document/duration.ts'
import type { RetryPolicy } from '../document/workflow.ts'

/** A retry policy in numbers; delays in milliseconds. */
export interface RetryPlan {
  readonly attempts: number
  readonly delayMs: number
  readonly backoff: 'constant' | 'linear' | 'exponential'
  readonly factor: number
  readonly maxDelayMs: number
  /** The share of a delay that is left to chance, 0 to 1. */
  readonly jitter: number
  /** The classes and codes that are tried again, when the policy names them. */
  readonly on?: readonly string[]
}

const defaultDelayMs = 1000
const defaultMaxDelayMs = 60 * 60 * 1000
const defaultJitter = 0.5

export function planRetry(policy: RetryPolicy): RetryPlan {
  return {
    attempts: policy.attempts,
    delayMs: durationOr(policy.delay, defaultDelayMs),
    backoff: policy.backoff ?? 'constant',
    factor: policy.factor ?? 2,
    maxDelayMs: durationOr(policy.maxDelay, defaultMaxDelayMs),
    jitter: typeof policy.jitter === 'number' ? policy.jitter : policy.jitter === true ? defaultJitter : 0,
    ...(policy.on && { on: policy.on }),
  }
}

function durationOr(text: string | undefined, fallbackMs: number): number {
  return (text === undefined ? undefined : parseDuration(text)) ?? fallbackMs
}

/**
 * How long to wait after the given attempt (from 1) has failed.
 * Jitter takes away up to its share of the delay, so a delay is never longer than the policy says;
 * `atLeastMs` (a `Retry-After`) is never undercut; what is no number of milliseconds counts for nothing.
 */
export function retryDelayMs(retry: RetryPlan, attempt: number, random: number, atLeastMs = 0): number {
  // A factor to the power of many attempts is infinite, and no delay at all times that would be NaN.
  const full = retry.delayMs === 0 ? 0 : Math.min(retry.maxDelayMs, retry.delayMs * growth(retry, attempt))
  return Math.max(Math.round(full * (1 - retry.jitter * random)), Number.isFinite(atLeastMs) ? atLeastMs : 0)
}

function growth(retry: RetryPlan, attempt: number): number {
  switch (retry.backoff) {
    case 'constant':
      return 1
    case 'linear':
      return attempt
    case 'exponential':
      return retry.factor ** (attempt - 1)
  }
}

/** Whether a failure of that kind is tried again at all. A cancellation never is; a fatal failure only when its code is named. */
export function isRetried({ on }: RetryPlan, error: { readonly class: string; readonly code: string }): boolean {
  if (error.class === 'canceled') return false
  if (on?.includes(error.code)) return true
  return error.class !== 'fatal' && (on === undefined || on.includes(error.class))
}
