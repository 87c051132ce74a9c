import { describe, expect, test } from 'vitest'
import { fold, type Outcome, simulate, stateText } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import { standingCommands } from './resume.ts'
import { accepts, transition } from './transition.ts'

describe('ends', () => {
  test('[S1] a stop ends everything at once, well or badly', () => {
    const plan = planOf({ a: {}, b: { next: 'c' }, c: {} })
    const stop = (status: 'success' | 'failed') =>
      simulate(plan, { answer: (step) => (step === 'a' ? { output: 9, stop: { status, message: 'enough' } } : { hangs: true }) })
    expect(stop('success').state).toMatchObject({ status: 'success', result: 9, error: undefined })
    const { state, changes } = stop('failed')
    expect(state).toMatchObject({ status: 'failed', error: { code: 'STOPPED', message: 'enough', step: 'a' } })
    expect(changes.map(({ step, status }) => [step, status]).slice(-2)).toEqual([
      ['b', 'canceled'],
      ['c', 'skipped'],
    ])
  })

  test('[S1] a stop that fails is a failure, which a try may catch', () => {
    const stopped: Outcome = { error: { code: 'STOPPED', class: 'fatal', message: 'Out of stock' } }
    const answer = (step: string): Outcome => (step.endsWith('a') ? stopped : {})
    const caught = simulate(planOf({ t: { type: 'try', nodes: { a: {} }, catch: { c: {} } }, b: {} }), { answer }).state
    expect([caught.status, caught.root?.steps[0]?.output]).toEqual(['success', 't.catch.c'])
    const { state } = simulate(planOf({ each: { type: 'for-each', with: { items: [1] }, nodes: { a: {} } } }), { answer })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'STOPPED', message: 'Out of stock', step: 'each[0].a' } })
  })

  test('[S3] a stop of its path alone lets the others go on', () => {
    const plan = planOf({ a: { next: 'x' }, x: {}, b: { next: 'c' }, c: {} })
    const { state, changes } = simulate(plan, {
      answer: (step) => (step === 'a' ? { output: 9, stop: { status: 'success', only: 'path' } } : {}),
    })
    expect(state).toMatchObject({ status: 'success', result: { a: 9, c: 'c' } })
    expect(changes).toContainEqual(expect.objectContaining({ step: 'x', status: 'skipped', reason: 'a ended its path' }))
  })

  test('[S3] in a for-each such a stop ends its iteration, and no other', () => {
    const plan = planOf({ each: { type: 'for-each', with: { items: [1, 2] }, nodes: { a: { next: 'b' }, b: {} } } })
    const { state } = simulate(plan, {
      answer: (step) => (step === 'each[0].a' ? { output: 'short', stop: { status: 'success', only: 'path' } } : {}),
    })
    expect(state.result).toEqual(['short', 'each[1].b'])
  })

  test('[S2] a cancel request ends the execution as canceled', () => {
    const plan = planOf({ a: { timeout: '1h', next: 'b' }, b: {} })
    const { state, commands } = simulate(plan, { answer: () => ({ hangs: true }), interrupt: () => 'cancel' })
    expect(state).toMatchObject({ status: 'canceled', error: { code: 'CANCELED' } })
    expect(commands).toContainEqual({ type: 'cancel-step', step: 'a' })
    expect(state.timers.size).toBe(0)
  })
})

describe('purity', () => {
  const plan = planOf({
    each: {
      type: 'for-each',
      with: { items: [3, 1, 2], concurrency: 2 },
      nodes: { a: { retry: { attempts: 2, delay: '1s', jitter: true }, next: 'b' }, b: {} },
      next: 'end',
    },
    end: {},
  })
  const answer = (step: string, _node: string, attempt: number) => (step.endsWith('a') && attempt === 1 ? { error: {} } : { output: step })

  test('[P1] the same log gives the same state, commands and changes', () => {
    const { log, ...original } = simulate(plan, { answer, random: 0.25 })
    const [one, two] = [fold(plan, log), fold(plan, log)]
    expect(stateText(one.state)).toBe(stateText(two.state))
    expect(stateText(one.state)).toBe(stateText(original.state))
    expect(one.commands).toEqual(original.commands)
    expect(one.changes).toEqual(original.changes)
  })

  test('[P2] events that do not fit are not accepted', () => {
    const { log, state } = simulate(planOf({ a: {} }))
    const [started, succeeded] = log
    if (started === undefined || succeeded === undefined) throw new Error('The log must hold two events.')
    for (const event of [
      started,
      succeeded,
      { type: 'cancel-requested', at: 1 },
      { type: 'timer-fired', at: 1, timer: 'retry:a', random: 0 },
    ] as const) {
      expect(accepts(state, event)).toBe(false)
      expect(() => transition(planOf({ a: {} }), state, event)).toThrow('does not fit')
    }
  })

  test('[P2] the outcome of an attempt that timed out comes too late', () => {
    const retrying = planOf({ a: { timeout: '1s', retry: { attempts: 2, delay: '1h' } } })
    const { state } = fold(retrying, simulate(retrying, { answer: () => ({ hangs: true }) }).log.slice(0, 2))
    expect(state.live.get('a')?.status).toBe('retrying')
    expect(accepts(state, { type: 'step-succeeded', at: 9, step: 'a', attempt: 1, startedAt: 1, port: 'success', output: 1 })).toBe(false)
  })

  test('[P2] the outcome of an attempt comes too late when the next one runs', () => {
    const retrying = planOf({ a: { timeout: '1s', retry: { attempts: 2, delay: '1s' } } })
    const { state } = fold(retrying, simulate(retrying, { answer: () => ({ hangs: true }) }).log.slice(0, 3))
    expect(state.live.get('a')).toMatchObject({ status: 'running', attempt: 2 })
    const base = { at: 9, step: 'a', startedAt: 1 }
    const wait = { type: 'time', until: 99, output: 1 } as const
    const error = { code: 'NO', class: 'fatal', message: 'no' } as const
    for (const attempt of [1, 3]) {
      expect(accepts(state, { ...base, attempt, type: 'step-succeeded', port: 'success', output: 1 })).toBe(false)
      expect(accepts(state, { ...base, attempt, type: 'step-failed', error, random: 0 })).toBe(false)
      expect(accepts(state, { ...base, attempt, type: 'step-waiting', wait })).toBe(false)
    }
    expect(accepts(state, { ...base, attempt: 2, type: 'step-waiting', wait })).toBe(true)
  })

  test('[P3] two failures at the same moment make one end', () => {
    const bad = { type: 'for-each', with: { items: 'no list' }, nodes: { p: {} } }
    const { state, commands } = simulate(planOf({ x: bad, y: { ...bad, nodes: { q: {} } } }))
    expect(commands.map((command) => command.type)).toEqual(['end-execution'])
    expect(state.error?.step).toBe('x')
  })

  test('[P3] after the end nothing is left to do', () => {
    const { state, commands } = simulate(plan, { answer })
    expect(commands.at(-1)?.type).toBe('end-execution')
    expect([state.live.size, state.timers.size, standingCommands(state).length]).toEqual([0, 0, 0])
  })

  test('[R1] a fold asks again for what was in flight', () => {
    const { log } = simulate(plan, { answer })
    for (let length = 1; length < log.length; length++) {
      const { state, commands } = fold(plan, log.slice(0, length))
      const standing = standingCommands(state)
      const asked = new Set(commands.map((command) => JSON.stringify(command)))
      for (const command of standing) expect(asked).toContain(JSON.stringify(command))
      expect(standing.filter((command) => command.type === 'run-step').map((command) => command.step)).toEqual(
        [...state.live.values()].filter((step) => step.scope === undefined && step.status === 'running').map((step) => step.path),
      )
    }
  })
})
