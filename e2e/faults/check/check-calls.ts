import type { ExecutionEvent, Json } from '@millrace/engine'
import type { LedgerCall } from '../ledger/start-ledger.ts'
import type { History } from './read-histories.ts'

export interface CheckedCalls {
  readonly violations: readonly string[]
  /** Calls whose answer a death kept from being recorded, so that the step was run again. */
  readonly repeated: number
}

/**
 * The history against the ledger: a step whose outcome is recorded was not called again, and one that was called again was in flight when
 * the process died. Each answer bears a number, so the history tells exactly which call it has recorded.
 */
export function checkCalls({ summary, events }: History, calls: readonly LedgerCall[]): CheckedCalls {
  const violations: string[] = []
  const complain = (what: string) => violations.push(`Execution ${summary.id} of ${summary.workflowId}: ${what}`)
  const recorded = recordedCalls(events)
  let repeated = 0

  for (const [step, own] of Map.groupBy(calls, (call) => call.step)) {
    const kept = recorded.get(step)?.numbers ?? []
    const numbers = own.map(({ number }) => number)
    if (kept.some((number, index) => !numbers.includes(number) || number <= (kept[index - 1] ?? 0)))
      complain(`${step} has recorded the calls ${kept} out of order, of ${numbers}`)
    for (const [index, call] of own.entries()) {
      if (kept.includes(call.number)) continue
      const next = own[index + 1]
      if (next === undefined) {
        if (summary.status !== 'canceled') complain(`${step} was called (${call.number}) after its outcome was recorded (${kept})`)
      } else if (next.life === call.life)
        complain(`${step} was called twice, ${call.number} and ${next.number}, in one life of the process`)
      else repeated++
    }
  }
  for (const call of calls) {
    for (const [step, number] of Object.entries(call.seen)) {
      const last = recorded.get(step)?.success
      if (last !== number) complain(`${call.step} was told of call ${number} of ${step}, and recorded is ${last}`)
    }
  }
  return { violations, repeated }
}

interface Recorded {
  readonly numbers: number[]
  success?: number
}

/** By step, the numbers of the calls whose answers are in the log. */
function recordedCalls(events: readonly ExecutionEvent[]): ReadonlyMap<string, Recorded> {
  const found = new Map<string, Recorded>()
  for (const event of events) {
    if (event.type !== 'step-succeeded' && event.type !== 'step-failed') continue
    const number = callIn(event.type === 'step-succeeded' ? event.output : event.error.details)
    if (number === undefined) continue
    const recorded = found.get(event.step) ?? { numbers: [] }
    recorded.numbers.push(number)
    if (event.type === 'step-succeeded') recorded.success = number
    found.set(event.step, recorded)
  }
  return found
}

/** Of an HTTP answer of the ledger. */
function callIn(answer: Json | undefined): number | undefined {
  const call = (answer as { readonly status?: number; readonly body?: { readonly call?: unknown } } | null | undefined)?.body?.call
  return typeof call === 'number' ? call : undefined
}

/** The number of the call whose answer a step has recorded as its success. */
export function recordedCallOf(events: readonly ExecutionEvent[], step: string): number | undefined {
  return recordedCalls(events).get(step)?.success
}
