import { describe, expect, test } from 'vitest'
import { fold, type Interrupt, type Outcome, type Simulated, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { accepts } from './transition.ts'

interface Cleaned extends Simulated {
  /** The steps that ran after the cancel, in order. */
  readonly ran: readonly string[]
  /** Each step that was touched, and what became of it. */
  readonly ends: Readonly<Record<string, string>>
}

interface Given {
  readonly answer?: (step: string, attempt: number) => Outcome
  readonly settings?: { readonly timeout?: string; readonly cancelTimeout?: string }
  /** What comes from outside, by the number of events before it. */
  readonly interrupts?: Readonly<Record<number, Interrupt>>
  readonly trigger?: { readonly items: readonly number[] }
}

/** Cancels after so many events, cooperatively. */
function cancelAfter(count: number, nodes: Record<string, TestNode>, given: Given = {}): Cleaned {
  const plan = planOf(nodes, given.settings)
  const simulated = simulate(plan, {
    answer: (step, _node, attempt) => given.answer?.(step, attempt) ?? {},
    interrupt: (events) => given.interrupts?.[events] ?? (events === count ? 'clean-up' : undefined),
  })
  const { log, changes } = simulated
  const at = log.findIndex((event) => event.type === 'cancel-requested')
  const before = fold(plan, log.slice(0, at)).commands.length
  const runs = simulated.commands.slice(before).filter((command) => command.type === 'run-step')
  return {
    ...simulated,
    ran: runs.map(({ step, attempt }) => (attempt === 1 ? step : `${step}#${attempt}`)),
    ends: Object.fromEntries(changes.map(({ step, status }) => [step, status])),
  }
}

const hangs: Outcome = { hangs: true }
const fatal: Outcome = { error: { class: 'fatal', code: 'BROKEN', message: 'broken' } }
const isCanceled = { status: 'canceled', result: null, error: { code: 'CANCELED', class: 'canceled' } }
const saga: TestNode = { type: 'try', nodes: { a: { next: 'b' }, b: {} }, catch: { c: {} }, finally: { f: {} } }

describe('a cooperative cancel', () => {
  test('[K1] ends at once what has nothing to clean up', () => {
    const { state, log, ends } = cancelAfter(2, {
      done: { type: 'try', nodes: { d: {} }, catch: { undo: {} }, next: 'a' },
      a: { next: 'b' },
      b: {},
      bare: { type: 'try', nodes: { x: {} } },
      each: { type: 'for-each', with: { items: [1, 2] }, nodes: { y: {} } },
    })
    expect(state).toMatchObject(isCanceled)
    expect(log.at(-1)?.type).toBe('cancel-requested')
    expect(ends).toEqual({
      done: 'success',
      'done.d': 'success',
      a: 'canceled',
      b: 'skipped',
      bare: 'canceled',
      'bare.x': 'canceled',
      each: 'canceled',
      'each[0].y': 'canceled',
    })
  })

  test('[K1] cancels and skips what is outside of the scopes that clean up', () => {
    const { state, ends, commands } = cancelAfter(
      2,
      { t: { ...saga, next: 'later' }, later: {}, z: { timeout: '1h' } },
      { answer: (step): Outcome => (step === 'z' ? hangs : {}) },
    )
    expect(state).toMatchObject(isCanceled)
    expect(ends).toMatchObject({ z: 'canceled', later: 'skipped', 't.a': 'success', 't.b': 'canceled', t: 'canceled' })
    for (const step of ['t.b', 'z']) expect(commands).toContainEqual({ type: 'cancel-step', step })
  })

  test('[K2] runs catch with the cancel as its error, then finally, and both see it', () => {
    const plan = planOf({ t: saga })
    const { log } = simulate(plan, { interrupt: (count) => (count === 2 ? 'clean-up' : undefined) })
    const { state, changes } = fold(plan, log)
    expect(state).toMatchObject(isCanceled)
    expect(changes.map(({ step, status }) => `${step} ${status}`).slice(-6)).toEqual([
      't.b canceled',
      't.catch.c running',
      't.catch.c success',
      't.finally.f running',
      't.finally.f success',
      't canceled',
    ])
    const seen: unknown[] = []
    simulate(plan, {
      interrupt: (count) => (count === 2 ? 'clean-up' : undefined),
      onRun: (step, { live }) => seen.push([step, live.get(step)?.pathError?.code]),
    })
    expect(seen).toEqual([
      ['t.a', undefined],
      ['t.catch.c', 'CANCELED'],
      ['t.finally.f', 'CANCELED'],
    ])
  })

  test('[K2] cleans up the innermost first, each iteration for itself', () => {
    const inner: TestNode = { type: 'try', nodes: { x: {} }, catch: { undo_inner: {} } }
    const { state, ran } = cancelAfter(1, {
      outer: {
        type: 'try',
        nodes: { each: { type: 'for-each', with: { items: [1, 2, 3], concurrency: 2 }, nodes: { inner } }, beside: {} },
        catch: { undo_outer: {} },
      },
      loop: { type: 'loop', nodes: { again: { type: 'try', nodes: { y: {} }, finally: { last: {} } } } },
    })
    expect(state).toMatchObject(isCanceled)
    expect(ran).toEqual([
      'outer.each[0].inner.catch.undo_inner',
      'outer.each[1].inner.catch.undo_inner',
      'loop[0].again.finally.last',
      'outer.catch.undo_outer',
    ])
  })

  test('[K3] lets a catch or a finally that runs go on, and begins none anew', () => {
    const answer = (step: string): Outcome => (step === 't.a' ? fatal : {})
    const inCatch = cancelAfter(2, { t: { ...saga, catch: { c: { next: 'd' }, d: {} } } }, { answer })
    expect(inCatch.ran).toEqual(['t.catch.d', 't.finally.f'])
    const inFinally = cancelAfter(3, { t: { ...saga, finally: { f: { next: 'g' }, g: {} }, next: 'after' }, after: {} }, { answer })
    expect(inFinally.ran).toEqual(['t.finally.g'])
    for (const { state } of [inCatch, inFinally]) {
      expect(state).toMatchObject(isCanceled)
      expect(state.error).not.toHaveProperty('details')
    }
  })

  test('[K4] ends as canceled whatever the clean-up comes to, and tells what failed in it', () => {
    const nodes: Record<string, TestNode> = { t: saga, u: { type: 'try', nodes: { v: {} }, catch: { w: {} } } }
    const { state, ran, ends } = cancelAfter(1, nodes, { answer: (step): Outcome => (/[cw]$/.test(step) ? fatal : {}) })
    expect(ran).toEqual(['t.catch.c', 'u.catch.w', 't.finally.f'])
    expect(ends).toMatchObject({ t: 'canceled', u: 'canceled', 't.catch.c': 'failed' })
    expect(state).toMatchObject(isCanceled)
    expect(state.error?.details).toEqual({
      cleanUp: 'failed',
      failures: ['u.catch.w', 't.catch.c'].map((step) => ({ code: 'BROKEN', class: 'fatal', message: 'broken', step })),
    })
  })

  test('[K4] does not tell as a failure of the clean-up what had failed before', () => {
    const { state } = cancelAfter(
      2,
      { t: { type: 'try', nodes: { a: {} }, finally: { f: {} } } },
      { answer: (step): Outcome => (step === 't.a' ? fatal : {}) },
    )
    expect(state).toMatchObject(isCanceled)
    expect(state.error).not.toHaveProperty('details')
  })

  test('[K5] is cut short after settings.cancelTimeout, a minute unless written', () => {
    for (const [settings, dueAt] of [
      [{ cancelTimeout: '5s' }, 6000],
      [undefined, 61_000],
    ] as const) {
      const { state, log, ends } = cancelAfter(1, { t: saga }, { answer: () => hangs, ...(settings && { settings }) })
      expect(log.at(-1)).toMatchObject({ type: 'timer-fired', timer: 'cancel', at: dueAt })
      expect(state).toMatchObject({ ...isCanceled, error: { details: { cleanUp: 'cut short' } } })
      expect(ends).toEqual({ t: 'canceled', 't.a': 'canceled', 't.b': 'skipped', 't.catch.c': 'canceled' })
    }
  })

  test('[K5] is cut short by a forced one; a second cooperative one changes nothing', () => {
    const { state, log } = cancelAfter(1, { t: saga }, { answer: () => hangs, interrupts: { 2: 'cancel' } })
    expect(state).toMatchObject({ ...isCanceled, error: { details: { cleanUp: 'cut short' } } })
    expect(log).toHaveLength(3)
    const cleaning = fold(planOf({ t: saga }), log.slice(0, 2)).state
    expect(accepts(cleaning, { type: 'cancel-requested', at: 9, mode: 'cooperative' })).toBe(false)
    expect(accepts(cleaning, { type: 'cancel-requested', at: 9 })).toBe(true)
  })

  test('[K6] lets retries, waits, timeouts, calls and scopes work in the clean-up', () => {
    const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
    const { state, ran, ends } = cancelAfter(
      1,
      {
        t: {
          type: 'try',
          nodes: { a: {} },
          catch: {
            retried: { retry: { attempts: 2, delay: '1s' }, next: 'waits' },
            waits: { next: 'slow' },
            slow: { timeout: '2s', onError: 'continue', next: 'calls' },
            calls: { next: 'each' },
            each: { type: 'for-each', with: { items: [1, 2] }, nodes: { in_try: { type: 'try', nodes: { x: {} }, catch: { y: {} } } } },
          },
        },
      },
      {
        settings: { timeout: '10s' },
        answer(step, attempt): Outcome {
          if (step.endsWith('retried') && attempt === 1) return { error: { class: 'retryable' } }
          if (step.endsWith('waits')) return { wait: { type: 'time', until: 30_000, output: 1 } }
          if (step.endsWith('slow')) return hangs
          if (step.endsWith('calls')) return { wait: call }
          return step.endsWith('[0].in_try.x') ? fatal : {}
        },
      },
    )
    expect(state).toMatchObject(isCanceled)
    expect(state.error).not.toHaveProperty('details')
    expect(ran).toEqual([
      't.catch.retried',
      't.catch.retried#2',
      't.catch.waits',
      't.catch.slow',
      't.catch.calls',
      't.catch.each[0].in_try.x',
      't.catch.each[0].in_try.catch.y',
      't.catch.each[1].in_try.x',
    ])
    expect(ends).toMatchObject({ 't.catch.slow': 'timed_out', 't.catch.each': 'success', 't.catch.each[0].in_try': 'success' })
  })

  test('[K6] gives a scope that winds down no time limit but cancelTimeout', () => {
    const { state, ran } = cancelAfter(
      1,
      { t: { ...saga, timeout: '3s' } },
      {
        answer: (step): Outcome => (step === 't.catch.c' ? { wait: { type: 'time', until: 40_000, output: 1 } } : {}),
        settings: { timeout: '5s' },
      },
    )
    expect(ran).toEqual(['t.catch.c', 't.finally.f'])
    expect(state).toMatchObject(isCanceled)
    expect(state.error).not.toHaveProperty('details')
  })

  test('[K6] a stop that fails ends its path alone too, and is no failure of the clean-up', () => {
    const stopped: Outcome = { error: { class: 'fatal', code: 'STOPPED' } }
    const { state, ran, ends } = cancelAfter(
      1,
      { t: { ...saga, catch: { c: { next: 'd' }, d: {}, e: { next: 'g' }, g: {} } } },
      { answer: (step) => (step === 't.catch.c' ? stopped : {}) },
    )
    expect(state).toMatchObject(isCanceled)
    expect(state.error).not.toHaveProperty('details')
    expect(ran).toEqual(['t.catch.c', 't.catch.e', 't.catch.g', 't.finally.f'])
    expect(ends).toMatchObject({ 't.catch.c': 'failed', 't.catch.d': 'skipped' })
  })

  test('[K6] a stop in the clean-up ends its path alone', () => {
    const { state, ran } = cancelAfter(
      1,
      { t: { ...saga, catch: { c: { next: 'd' }, d: {}, e: {} } } },
      { answer: (step): Outcome => (step === 't.catch.c' ? { output: 1, stop: { status: 'success' } } : {}) },
    )
    expect(state).toMatchObject(isCanceled)
    expect(ran).toEqual(['t.catch.c', 't.catch.e', 't.finally.f'])
  })

  test('[K7] lifts a pause, and what that held back is skipped', () => {
    const { state, ran, ends } = cancelAfter(3, { t: saga }, { interrupts: { 1: 'pause' } })
    expect(state).toMatchObject({ ...isCanceled, pause: undefined })
    expect(ends).toMatchObject({ 't.a': 'success', 't.b': 'skipped' })
    expect(ran).toEqual(['t.catch.c', 't.finally.f'])
  })

  test('[K7] begins the catch or the finally that a pause held back', () => {
    const answer = (step: string): Outcome => (step === 't.a' ? fatal : {})
    const inCatch = cancelAfter(3, { t: saga }, { answer, interrupts: { 1: 'pause' } })
    expect(inCatch.ran).toEqual(['t.catch.c', 't.finally.f'])
    const inFinally = cancelAfter(4, { t: saga }, { interrupts: { 2: 'pause' } })
    expect(inFinally.ran).toEqual(['t.finally.f'])
    for (const { state } of [inCatch, inFinally]) expect(state.error).not.toHaveProperty('details')
  })

  test('[K7] a cancel that is cleaned up after cannot be paused', () => {
    const { state } = fold(planOf({ t: saga }), cancelAfter(1, { t: saga }).log.slice(0, 2))
    expect(accepts(state, { type: 'pause-requested', at: 9 })).toBe(false)
  })

  test('[T5] cancels the executions that are called, whether it is forced or not', () => {
    const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
    for (const interrupt of ['cancel', 'clean-up'] as const) {
      const { commands } = cancelAfter(
        9,
        { t: saga },
        { answer: (step): Outcome => (step === 't.a' ? { wait: call, isSilent: true } : {}), interrupts: { 2: interrupt } },
      )
      expect(commands).toContainEqual({ type: 'cancel-execution', executionId: 'child' })
    }
  })

  test('[T2] is not what settings.timeout does: that ends everything at once', () => {
    const plan = planOf({ t: saga }, { timeout: '2s' })
    const { state, changes } = simulate(plan, { answer: () => hangs })
    expect(state.status).toBe('timed_out')
    expect(changes.map(({ step }) => step)).not.toContain('t.catch.c')
  })

  test('[R1] is taken up where it was after any of its events', () => {
    const plan = planOf({ t: saga })
    const log: readonly ExecutionEvent[] = cancelAfter(2, { t: saga }).log
    const { commands } = fold(plan, log.slice(0, 3))
    expect(commands.at(-2)).toEqual({ type: 'start-timer', timer: 'cancel', dueAt: 61_001 })
    expect(commands.at(-1)).toEqual({ type: 'run-step', step: 't.catch.c', node: 'c', attempt: 1 })
  })
})
