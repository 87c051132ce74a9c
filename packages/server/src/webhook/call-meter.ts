import type { CallRate } from '@millrace/kit'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import type { TriggerPlace } from './refusals.ts'

/** Counts calls within a window that slides: the newest `limit` times are remembered, and nothing else. */
export interface CallMeter {
  /** Takes a call: undefined, or after how long there is room for one. */
  take(key: string, rate: CallRate, now: number): number | undefined
}

interface Window {
  readonly rate: CallRate
  /** A ring: the oldest is the next to be written over. */
  readonly times: Float64Array
  next: number
}

export function createCallMeter(): CallMeter {
  const windows = new Map<string, Window>()

  function windowOf(key: string, rate: CallRate): Window {
    const known = windows.get(key)
    if (known !== undefined && known.rate.limit === rate.limit && known.rate.perMs === rate.perMs) return known
    const made: Window = { rate, times: new Float64Array(rate.limit).fill(Number.NEGATIVE_INFINITY), next: 0 }
    windows.set(key, made)
    return made
  }

  return {
    take(key, rate, now) {
      const window = windowOf(key, rate)
      const { times, next } = window
      const free = (times[next] ?? 0) + rate.perMs
      // Somebody who sets the clock back must not shut an address for hours.
      if (free > now && free - now <= rate.perMs) return free - now
      times[next] = now
      window.next = (next + 1) % times.length
      return undefined
    },
  }
}

/** Throws when a trigger has no room for another call. */
export function takeRoom({ meter, clock }: Pick<Settings, 'meter' | 'clock'>, place: TriggerPlace, rate: CallRate): void {
  const waitMs = meter.take(`${place.account}/${place.workflowId}/${place.triggerId}`, rate, clock.now())
  if (waitMs === undefined) return
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  throw new ProblemError('TOO_MANY_CALLS', `More than ${rate.limit} calls came within its time: try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  })
}
