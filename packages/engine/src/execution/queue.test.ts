import { describe, expect, test } from 'vitest'
import { fold, type Interrupt, type Outcome, type Simulated, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { standingCommands } from './resume.ts'
import { isIdle, isQueued, newExecution, nextDue } from './state.ts'
import { accepts, transition } from './transition.ts'

interface Given {
  readonly answer?: (step: string, attempt: number) => Outcome
  readonly timeout?: string
  readonly interrupts?: Readonly<Record<number, Interrupt>>
  readonly isQueued?: boolean
}

function run(nodes: Record<string, TestNode>, { answer, timeout, interrupts = {}, isQueued = false }: Given): Simulated {
  return simulate(planOf(nodes, timeout === undefined ? undefined : { timeout }), {
    answer: (step, _node, attempt) => answer?.(step, attempt) ?? {},
    interrupt: (events) => interrupts[events],
    isQueued,
  })
}

const ran = ({ commands }: Pick<Simulated, 'commands'>) => commands.flatMap((one) => (one.type === 'run-step' ? [one.step] : []))
const types = ({ log }: Simulated) => log.map(({ type }) => type)
const sleeping = (until: number): Outcome => ({ wait: { type: 'time', until, output: 'slept' } })

describe('a queued start', () => {
  test('[Q1] begins nothing before it is admitted, and counts time from there', () => {
    const plan = planOf({ a: { with: { at: '{{ now }}' } } }, { timeout: '10s' })
    const { log } = simulate(plan, { isQueued: true })
    const queued = fold(plan, log.slice(0, 1))
    expect([queued.commands, queued.changes, queued.state.root, nextDue(queued.state)]).toEqual([[], [], undefined, undefined])
    expect(isQueued(queued.state)).toBe(true)
    const { commands } = transition(plan, queued.state, { type: 'execution-admitted', at: 60_000 })
    expect(commands).toEqual([
      { type: 'start-timer', timer: 'execution', dueAt: 70_000 },
      { type: 'run-step', step: 'a', node: 'a', attempt: 1 },
    ])
    expect([queued.state.live.get('a')?.scheduledAt, isQueued(queued.state)]).toEqual([60_000, false])
  })

  test('[Q1] sees the same trigger as one that begins at once', () => {
    const data = { id: 'theirs', body: 1 }
    const inputOf = (isQueued: boolean) => simulate(planOf({ a: {} }), { isQueued, trigger: data }).state.root?.input
    expect(inputOf(true)).toEqual(inputOf(false))
  })

  test('[Q5] ends at once when it is canceled, cooperatively or not', () => {
    for (const interrupt of ['cancel', 'clean-up'] as const) {
      const simulated = run({ t: { type: 'try', nodes: { a: {} }, finally: { f: {} } } }, { isQueued: true, interrupts: { 1: interrupt } })
      expect([simulated.state.status, ran(simulated), types(simulated).length]).toEqual(['canceled', [], 2])
    }
  })

  test('[Q7] is spared by a cancel for what is queued alone, once it has begun', () => {
    const plan = planOf({ a: {} })
    const { log } = simulate(plan, { isQueued: true })
    const superseded: ExecutionEvent = { type: 'cancel-requested', at: 2, only: 'queued', code: 'SUPERSEDED', reason: 'superseded by e2' }
    expect(accepts(fold(plan, log.slice(0, 2)).state, superseded)).toBe(false)
    const { state } = fold(plan, [...log.slice(0, 1), superseded])
    expect([state.status, state.error]).toEqual(['canceled', { code: 'SUPERSEDED', class: 'canceled', message: 'superseded by e2' }])
  })

  test('[Q6] may be paused, and begins when it has a place and is resumed', () => {
    const simulated = run({ a: {} }, { isQueued: true, interrupts: { 1: 'pause' } })
    expect(types(simulated)).toEqual(['execution-started', 'pause-requested', 'execution-admitted', 'resume-requested', 'step-succeeded'])
  })
})

describe('a place that is given up', () => {
  const nodes: Record<string, TestNode> = { nap: { next: ['b', 'c'] }, ask: { next: 'd' }, b: {}, c: {}, d: {} }
  const answer = (step: string): Outcome => {
    if (step === 'nap') return sleeping(9_000)
    return step === 'ask' ? { wait: { type: 'signal', channel: 'event', key: 'k' } } : {}
  }

  test('[Q2] lets waits end and signals come, and begins nothing', () => {
    const simulated = run(nodes, { answer, interrupts: { 3: 'release' } })
    expect(types(simulated).slice(3, 7)).toEqual(['place-released', 'signal-received', 'timer-fired', 'execution-admitted'])
    const { state, commands } = fold(planOf(nodes), simulated.log.slice(0, 6))
    expect([ran({ commands }), isQueued(state)]).toEqual([['nap', 'ask'], true])
    expect(isQueued(fold(planOf(nodes), simulated.log.slice(0, 4)).state)).toBe(false)
  })

  test('[Q3] is asked for again, and what was held back begins in its order, at its own time', () => {
    const { log } = run(nodes, { answer, interrupts: { 3: 'release' } })
    const { state } = fold(planOf(nodes), log.slice(0, 6))
    const admitted = transition(planOf(nodes), state, { type: 'execution-admitted', at: 70_000 })
    expect([ran(admitted), state.live.get('b')?.scheduledAt]).toEqual([['d', 'b', 'c'], 70_000])
  })

  test('[Q3] of an execution that runs is given back to the same attempts', () => {
    const plan = planOf({ a: {}, b: {} })
    const { state } = fold(plan, simulate(plan).log.slice(0, 1))
    transition(plan, state, { type: 'place-released', at: 2_000 })
    expect([isQueued(state), isIdle(state), standingCommands(state)]).toEqual([true, true, []])
    const { commands } = transition(plan, state, { type: 'execution-admitted', at: 3_000 })
    expect(commands).toEqual(['a', 'b'].map((step) => ({ type: 'run-step', step, node: step, attempt: 1 })))
  })

  test('[Q4] is not asked for by an execution that has nothing left to begin', () => {
    const ends = (outcome: Outcome, timeout?: string) =>
      run({ nap: {} }, { answer: () => outcome, interrupts: { 2: 'release' }, ...(timeout !== undefined && { timeout }) })
    const success = ends(sleeping(9_000))
    expect([success.state.status, types(success).at(-1)]).toEqual(['success', 'timer-fired'])
    expect(ends({ wait: { type: 'signal', channel: 'event', key: 'k', until: 5_000 }, isSilent: true }).state.status).toBe('failed')
    expect(ends(sleeping(90_000), '20s').state.status).toBe('timed_out')
  })

  test('[Q5] is not needed for cleaning up', () => {
    const simulated = run(
      { t: { type: 'try', nodes: { nap: {} }, finally: { f: {} } } },
      { answer: (step) => (step === 't.nap' ? sleeping(90_000) : {}), interrupts: { 2: 'release', 3: 'clean-up' } },
    )
    expect([simulated.state.status, ran(simulated), types(simulated)]).toEqual([
      'canceled',
      ['t.nap', 't.finally.f'],
      ['execution-started', 'step-waiting', 'place-released', 'cancel-requested', 'step-succeeded'],
    ])
  })

  test('[Q2] is given up once, and given back only to who has none', () => {
    const plan = planOf({ a: {} })
    const released: ExecutionEvent = { type: 'place-released', at: 2 }
    const admitted: ExecutionEvent = { type: 'execution-admitted', at: 2 }
    const { log } = simulate(plan, {})
    const { state } = fold(plan, log.slice(0, 1))
    expect([accepts(state, admitted), accepts(state, released)]).toEqual([false, true])
    transition(plan, state, released)
    expect([accepts(state, admitted), accepts(state, released)]).toEqual([true, false])
    expect([accepts(newExecution(), admitted), accepts(newExecution(), released)]).toEqual([false, false])
  })
})
