import { describe, expect, test } from 'vitest'
import type { Plan } from '../graph/plan.ts'
import { type Outcome, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { readHistory } from './history.ts'
import { newExecution } from './state.ts'
import { transition } from './transition.ts'
import { waitSentence } from './wait-sentence.ts'

/** The reason of each step, from a log that can be folded. One that hides values must tell the same; progress is told only now and then. */
function reasonsIn(plan: Plan, log: readonly ExecutionEvent[]) {
  const told = (events: readonly ExecutionEvent[]) => readHistory(plan, events).steps.map(({ step, waitsFor }) => ({ step, waitsFor }))
  const progress = undefined
  const withoutProgress = (all: ReturnType<typeof told>) => all.map(({ step, waitsFor }) => ({ step, waitsFor: { ...waitsFor, progress } }))
  const state = newExecution()
  const hiding = log.map((event) => ({ ...event, shown: { changes: transition(plan, state, event).changes } }))
  expect(withoutProgress(told(hiding))).toEqual(withoutProgress(told(log)))
  return told(log)
}

/** What the step waits for after so many events, and the sentence half a minute later. */
function reasonAfter(length: number, nodes: Record<string, TestNode>, outcome: Outcome, step = 'a') {
  const plan = planOf(nodes)
  const { log } = simulate(plan, { answer: (_step, _node, attempt) => (attempt > 2 ? {} : outcome), interrupt: cancelAfter(length) })
  const reason = reasonsIn(plan, log.slice(0, length)).find((record) => record.step === step)?.waitsFor
  return { reason, sentence: reason && waitSentence(reason, 31_000) }
}

const cancelAfter = (events: number) => (count: number) => (count >= events ? ('cancel' as const) : undefined)

describe('the reason of a step', () => {
  test('[D4] that runs is its node, how long it has, and its timeout, also where the log hides values', () => {
    const { reason, sentence } = reasonAfter(1, { a: { timeout: '2m' } }, {})
    expect(reason).toEqual({ code: 'running', since: 1000, until: 121_000, type: 'task', attempt: 1 })
    expect(sentence).toBe('runs task, for 30 s so far, until Thu 1970-01-01 00:02 UTC at the latest')
  })

  test('that is tried again is the number of the attempt that comes, when it comes, and the failure', () => {
    const error = { code: 'HTTP_STATUS', class: 'retryable', details: { status: 429 } } as const
    const { reason, sentence } = reasonAfter(2, { a: { retry: { attempts: 5, delay: '61s' } } }, { error })
    expect(reason).toMatchObject({ code: 'retry', since: 1001, until: 62_001, attempt: 2, attempts: 5, error })
    expect(sentence).toBe('retry 2 of 5 in 00:32 after HTTP 429')
  })

  test('that failed with something else than a status names the code', () => {
    const { sentence } = reasonAfter(2, { a: { retry: { attempts: 3, delay: '10s' } } }, { error: { class: 'retryable' } })
    expect(sentence).toBe('retry 2 of 3 at once after TEST')
  })

  test('that waits for a time is that time', () => {
    const { reason, sentence } = reasonAfter(2, { a: {} }, { wait: { type: 'time', until: 9_000_000, output: 1 } })
    expect(reason).toEqual({ code: 'time', since: 1001, until: 9_000_000 })
    expect(sentence).toBe('waits until Thu 1970-01-01 02:30 UTC, in 2 h 29 min')
  })

  test('that looks again is when', () => {
    const { reason, sentence } = reasonAfter(2, { a: {} }, { wait: { type: 'again', until: 40_000, memory: 1 } })
    expect(reason).toEqual({ code: 'again', since: 1001, until: 40_000 })
    expect(sentence).toBe('looks again in 00:09')
  })

  test('that waits for an event is its name, since when and until when', () => {
    const wait = { type: 'signal', channel: 'event', key: 'paid-7', until: 172_800_000 } as const
    const { reason, sentence } = reasonAfter(2, { a: {} }, { wait, isSilent: true })
    expect(reason).toEqual({ code: 'event', since: 1001, until: 172_800_000, event: 'paid-7' })
    expect(sentence).toBe('waits for the event paid-7, for 29 s so far, until Sat 1970-01-03 00:00 UTC at the latest')
  })

  test('that waits for somebody never tells the key of the address', () => {
    const { reason, sentence } = reasonAfter(2, { a: {} }, { wait: { type: 'signal', channel: 'token', key: 'hash' }, isSilent: true })
    expect(reason).toEqual({ code: 'answer', since: 1001 })
    expect(sentence).toBe('waits for an answer at its address, for 29 s so far')
  })

  test('that waits for a called execution is that one', () => {
    const { reason, sentence } = reasonAfter(
      2,
      { a: { timeout: '1h' } },
      { wait: { type: 'call', executionId: 'e2', workflow: 'ship', inputs: {} } },
    )
    expect(reason).toEqual({ code: 'call', since: 1001, until: 3_601_000, executionId: 'e2', workflow: 'ship' })
    expect(sentence).toContain('waits for execution e2 of ship, for 29 s so far')
  })

  test('that is a scope is what goes on inside, and how far a for-each has come', () => {
    const nodes = { a: { type: 'for-each', with: { items: [1, 2, 3] }, nodes: { x: {} } }, b: { type: 'try', nodes: { y: {} } } }
    const { reason, sentence } = reasonAfter(2, nodes, {})
    expect(reason).toEqual({ code: 'inside', since: 1000, progress: { finished: 1, total: 3 } })
    expect(sentence).toBe('what is inside it goes on, 1 of 3 done, for 30 s so far')
    expect(reasonAfter(2, nodes, {}, 'b').reason).toEqual({ code: 'inside', since: 1000 })
  })

  test('that is a loop at rest is its next iteration', () => {
    const { reason, sentence } = reasonAfter(2, { a: { type: 'poll', with: { while: '{{ index < 3 }}' }, nodes: { x: {} } } }, {})
    expect(reason).toEqual({ code: 'interval', since: 1001, until: 11_001 })
    expect(sentence).toBe('next iteration at once')
  })

  test('whose time has come while the execution is paused is that pause', () => {
    const plan = planOf({ a: { retry: { attempts: 2, delay: '5s' } } })
    const answer = (_step: string, _node: string, attempt: number): Outcome => (attempt > 1 ? {} : { error: {} })
    const { log } = simulate(plan, { answer, interrupt: (events) => (events === 2 ? 'pause' : undefined) })
    const [step] = reasonsIn(plan, log.slice(0, 4))
    expect(log[3]?.type).toBe('timer-fired')
    expect(step?.waitsFor).toEqual({ code: 'held', since: 1001 })
    expect(step?.waitsFor && waitSentence(step.waitsFor, 9000)).toBe('goes on once the execution is resumed')
  })

  test('that has settled is none', () => {
    expect(reasonAfter(2, { a: {} }, {}).reason).toBeUndefined()
  })
})

test('a time that no calendar has is told as such', () => {
  expect(waitSentence({ code: 'time', since: 0, until: 1e300 }, 0)).toContain('waits until a time that never comes')
})
