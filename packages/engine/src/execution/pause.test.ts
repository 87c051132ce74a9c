import { describe, expect, test } from 'vitest'
import { fold, type Interrupt, type Outcome, type Simulated, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { isIdle, nextDue } from './state.ts'
import { accepts, transition } from './transition.ts'

interface Given {
  readonly answer?: (step: string, attempt: number) => Outcome
  readonly timeout?: string
  readonly interrupts: Readonly<Record<number, Interrupt>>
}

function run(nodes: Record<string, TestNode>, { answer, timeout, interrupts }: Given): Simulated {
  return simulate(planOf(nodes, timeout === undefined ? undefined : { timeout }), {
    answer: (step, _node, attempt) => answer?.(step, attempt) ?? {},
    interrupt: (events) => interrupts[events],
  })
}

/** What was asked to run, in order. */
const ran = ({ commands }: Pick<Simulated, 'commands'>) => commands.flatMap((one) => (one.type === 'run-step' ? [one.step] : []))
const types = ({ log }: Simulated) => log.map(({ type }) => type)
const retry = { attempts: 2, delay: '5s' }

describe('a pause', () => {
  test('[H1] lets what runs finish, and begins nothing', () => {
    const nodes = {
      a: { next: 'b' },
      b: {},
      x: { next: ['each', 'off', 'y'] },
      each: { type: 'for-each', with: { items: [1] }, nodes: { i: {} } },
      off: { disabled: true },
      y: {},
    }
    const plan = planOf(nodes)
    const { log } = run(nodes, { interrupts: { 1: 'pause' } })
    expect(log.slice(0, 5).map(({ type }) => type)).toEqual([
      'execution-started',
      'pause-requested',
      'step-succeeded',
      'step-succeeded',
      'resume-requested',
    ])
    const { state, commands } = fold(plan, log.slice(0, 4))
    expect(ran({ commands })).toEqual(['a', 'x'])
    expect([isIdle(state), state.live.size]).toEqual([true, 0])
  })

  test('[H1] holds back the next attempt, and the next run of an attempt that waits for one', () => {
    const wait = { type: 'again', until: 4000, memory: 1 } as const
    const answer = (step: string, attempt: number): Outcome => {
      if (step === 'polled') return { wait, comesTo: {} }
      return attempt === 1 ? { error: {} } : {}
    }
    const simulated = run({ retried: { retry }, polled: {} }, { answer, interrupts: { 1: 'pause' } })
    expect(types(simulated)).toEqual([
      'execution-started',
      'pause-requested',
      'step-failed',
      'step-waiting',
      'timer-fired',
      'timer-fired',
      'resume-requested',
      'step-succeeded',
      'step-succeeded',
    ])
    expect(ran(simulated)).toEqual(['retried', 'polled', 'polled', 'retried'])
    expect(nextDue(fold(planOf({ retried: { retry }, polled: {} }), simulated.log.slice(0, 6)).state)).toBeUndefined()
  })

  test('[H1] lets waits end and signals come', () => {
    const answer = (step: string): Outcome => {
      if (step === 'slept') return { wait: { type: 'time', until: 9000, output: 'slept' } }
      return step === 'asked' ? { wait: { type: 'signal', channel: 'event', key: 'k' } } : {}
    }
    const simulated = run({ slept: { next: 'b' }, asked: { next: 'c' }, b: {}, c: {} }, { answer, interrupts: { 3: 'pause' } })
    expect(types(simulated).slice(3, 7)).toEqual(['pause-requested', 'signal-received', 'timer-fired', 'resume-requested'])
    expect(ran(simulated)).toEqual(['slept', 'asked', 'c', 'b'])
  })

  test('[H1] of a scope holds back its iterations, its catch and its finally', () => {
    const nodes: Record<string, TestNode> = {
      each: { type: 'for-each', with: { items: [1, 2] }, nodes: { i: {} } },
      again: { type: 'loop', with: { until: '{{ index == 1 }}', interval: '2s' }, nodes: { l: {} } },
      t: { type: 'try', nodes: { b: {} }, catch: { c: {} }, finally: { f: {} } },
    }
    const simulated = run(nodes, {
      answer: (step): Outcome => (step === 't.b' ? { error: { class: 'fatal' } } : {}),
      interrupts: { 1: 'pause' },
    })
    const resumed = types(simulated).indexOf('resume-requested')
    expect(ran({ commands: fold(planOf(nodes), simulated.log.slice(0, resumed)).commands })).toEqual(['each[0].i', 'again[0].l', 't.b'])
    expect(ran(simulated).slice(3)).toEqual(['each[1].i', 't.catch.c', 'again[1].l', 't.finally.f'])
    expect(simulated.state.status).toBe('success')
  })

  test('[H2] ends with a resume, which begins what was held back in its order, at its own time', () => {
    const nodes = { a: { next: ['c', 'd'] }, b: { next: 'e' }, c: {}, d: {}, e: {} }
    const { log } = run(nodes, { interrupts: { 1: 'pause' } })
    const { state, commands } = fold(planOf(nodes), log.slice(0, 4))
    const at = 50_000
    const resumed = transition(planOf(nodes), state, { type: 'resume-requested', at })
    expect(ran({ commands })).toEqual(['a', 'b'])
    expect(ran(resumed)).toEqual(['c', 'd', 'e'])
    expect(state.live.get('c')?.scheduledAt).toBe(at)
  })

  test('[H3] does not stop the clock: what it ends is not begun by the resume', () => {
    const wait = { type: 'again', until: 2000, memory: 1 } as const
    const nodes: Record<string, TestNode> = {
      polled: { timeout: '5s', onError: 'continue' },
      t: { type: 'try', timeout: '8s', onError: 'continue', nodes: { a: { next: 'b' }, b: {} } },
    }
    const simulated = run(nodes, { answer: (step): Outcome => (step === 'polled' ? { wait } : {}), interrupts: { 1: 'pause' } })
    expect(ran(simulated)).toEqual(['polled', 't.a'])
    expect(simulated.changes).toContainEqual(expect.objectContaining({ step: 't.b', status: 'skipped' }))
    expect(run({ a: { next: 'b' }, b: {} }, { interrupts: { 1: 'pause' }, timeout: '1m' }).state.status).toBe('timed_out')
  })

  test('[H4] does not keep an execution from its end, when nothing is left to begin or a failure ends it', () => {
    const { state, log } = run({ a: {} }, { interrupts: { 1: 'pause' } })
    expect([state.status, state.pause, log.length]).toEqual(['success', undefined, 3])
    const failed = run({ a: { next: 'b' }, b: {} }, { interrupts: { 1: 'pause' }, answer: () => ({ error: { class: 'fatal' } }) })
    expect(failed.state).toMatchObject({ status: 'failed', pause: undefined })
  })

  test('[H5] counts once, as its resume does', () => {
    const plan = planOf({ a: { next: 'b' }, b: {} })
    const { log } = run({ a: { next: 'b' }, b: {} }, { interrupts: { 1: 'pause' } })
    const pause: ExecutionEvent = { type: 'pause-requested', at: 9 }
    const resume: ExecutionEvent = { type: 'resume-requested', at: 9 }
    const accepted = (count: number) => [pause, resume].map((event) => accepts(fold(plan, log.slice(0, count)).state, event))
    expect([0, 1, 2, 3, 4].map(accepted)).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [false, true],
      [true, false],
    ])
    expect(accepted(log.length)).toEqual([false, false])
  })

  test('[H5] can come again and again', () => {
    const nodes = { a: { next: 'b' }, b: { next: 'c' }, c: {} }
    const simulated = run(nodes, { interrupts: { 1: 'pause', 4: 'pause' } })
    expect(types(simulated)).toEqual([
      'execution-started',
      'pause-requested',
      'step-succeeded',
      'resume-requested',
      'pause-requested',
      'step-succeeded',
      'resume-requested',
      'step-succeeded',
    ])
    expect(ran(simulated)).toEqual(['a', 'b', 'c'])
  })
})
