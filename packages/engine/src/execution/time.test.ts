import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { fold, type Outcome, simulate } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import { standingCommands } from './resume.ts'
import { accepts, transition } from './transition.ts'

describe('time', () => {
  test('[T1] an attempt that takes too long is canceled, fails as timed out and may be retried', () => {
    const plan = planOf({ a: { timeout: '2s', retry: { attempts: 2, delay: '1s' } } })
    const { state, commands, log } = simulate(plan, { answer: () => ({ hangs: true }) })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMEOUT', class: 'timeout', step: 'a' } })
    expect(commands.filter((command) => command.type === 'cancel-step')).toHaveLength(2)
    expect(log.at(-1)?.at).toBe(1000 + 2000 + 1000 + 2000)
  })

  test('[T1] the timeout of a scope counts for all of it', () => {
    const plan = planOf({
      each: { type: 'for-each', timeout: '5s', with: { items: [1] }, next: { timeout: 'late' }, nodes: { a: {} } },
      late: {},
    })
    const { state, changes } = simulate(plan, { answer: (step) => (step === 'late' ? { output: 'so late' } : { hangs: true }) })
    expect(state.result).toBe('so late')
    expect(changes).toContainEqual(expect.objectContaining({ step: 'each[0].a', status: 'canceled' }))
  })

  test('[T1] an answer in time calls the timer off', () => {
    const { state, commands } = simulate(planOf({ a: { timeout: '2s' } }))
    expect(state.timers.size).toBe(0)
    expect(commands).toContainEqual({ type: 'cancel-timer', timer: 'timeout:a' })
  })

  test('[T1] between two attempts no time is counted', () => {
    const plan = planOf({ a: { timeout: '2s', retry: { attempts: 2, delay: '1h' } } })
    const { state } = fold(plan, simulate(plan, { answer: () => ({ error: {} }) }).log.slice(0, 2))
    expect([...state.timers.keys()]).toEqual(['retry:a'])
  })

  test('[T2] the execution as a whole has a limit', () => {
    const { state } = simulate(planOf({ a: {} }, { timeout: '1m' }), { answer: () => ({ hangs: true }) })
    expect(state).toMatchObject({ status: 'timed_out', error: { code: 'EXECUTION_TIMEOUT' } })
    expect(state.timers.size).toBe(0)
  })

  test('[T3] a wait ends when its time has come, with the output it left', () => {
    const { state, log } = simulate(planOf({ a: { next: 'b' }, b: {} }), {
      answer: (step): Outcome => (step === 'a' ? { wait: { type: 'time', until: 90_000, output: 'rested' } } : {}),
    })
    expect(state.status).toBe('success')
    expect(log.find((event) => event.type === 'timer-fired')?.at).toBe(90_000)
  })

  test('[T9] when somebody sets the clock, whatever has to pass still has to pass, and a moment on the wall stays where it is', () => {
    const plan = planOf({ long: { timeout: '2m' }, again: { retry: { attempts: 2, delay: '1m' } }, rest: {}, date: {} }, { timeout: '1h' })
    const { log } = simulate(plan, {
      answer: (step, _node, attempt): Outcome => {
        if (step === 'rest') return { wait: { type: 'time', until: 60_000, output: null } }
        if (step === 'date') return { wait: { type: 'time', until: 70_000, output: null, clock: 'wall' } }
        return step === 'long' ? { hangs: true } : attempt === 1 ? { error: {} } : {}
      },
    })
    const { state } = fold(plan, log.slice(0, 4))
    const before = Object.fromEntries(state.timers)
    const { changes } = transition(plan, state, { type: 'clock-moved', at: 5_000, byMs: -3_000 })
    const moved = Object.entries(before).map(([timer, dueAt]) => [timer, timer === 'wait:date' ? dueAt : dueAt - 3_000])
    expect(moved.map(([timer]) => timer).sort()).toEqual(['execution', 'retry:again', 'timeout:long', 'wait:date', 'wait:rest'])
    expect(Object.fromEntries(state.timers)).toEqual(Object.fromEntries(moved))
    expect(changes).toMatchObject([
      { step: 'again', status: 'retrying', until: (before['retry:again'] ?? 0) - 3_000 },
      { step: 'rest', status: 'waiting', until: 57_000, reason: 'waits for a time' },
    ])
    expect(state.live.get('rest')?.wait).toMatchObject({ until: 57_000 })
  })

  test('[T9] where nothing waits for a time to pass, a clock that is set says nothing', () => {
    const { state } = fold(planOf({ a: {} }), simulate(planOf({ a: {} })).log.slice(0, 1))
    expect(accepts(state, { type: 'clock-moved', at: 2_000, byMs: 1 })).toBe(false)
  })

  test('[T4] a call ends with the outcome that is reported', () => {
    const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
    const { state, commands } = simulate(planOf({ a: {} }), { answer: () => ({ wait: call }) })
    expect(commands).toContainEqual({ type: 'await-execution', step: 'a', attempt: 1, call })
    expect(state.result).toBe('called')
  })
})

describe('an attempt that is run again', () => {
  const later = (until: number, memory: Json): Outcome => ({ wait: { type: 'again', until, memory } })

  test('[T6] is the same attempt, with what it left as its memory', () => {
    const runs: unknown[] = []
    const { state, commands } = simulate(planOf({ a: {} }), {
      answer: (_step, _node, attempt, memory) => {
        runs.push([attempt, memory ?? 'nothing'])
        const asked = typeof memory === 'number' ? memory : 0
        return asked < 2 ? later(10_000 * (asked + 1), asked + 1) : { output: 'at last' }
      },
    })
    expect(state.result).toBe('at last')
    expect([...new Set(runs.map((run) => JSON.stringify(run)))]).toEqual(['[1,"nothing"]', '[1,1]', '[1,2]'])
    expect(commands.filter(({ type }) => type === 'run-step')).toEqual(
      Array(3).fill({ type: 'run-step', step: 'a', node: 'a', attempt: 1 }),
    )
  })

  test('[T6] has one timeout for all of its runs, and one now', () => {
    const plan = planOf({ a: { timeout: '5s' } })
    const seen: number[] = []
    const { state, log } = simulate(plan, {
      answer: (_step, _node, _attempt, memory) => later(((memory as number) ?? 1000) + 2000, ((memory as number) ?? 1000) + 2000),
      onRun: (step, { live }) => void seen.push(live.get(step)?.scheduledAt ?? 0),
    })
    expect(state.error).toMatchObject({ code: 'STEP_TIMEOUT' })
    expect(log.at(-1)?.at).toBe(6000)
    expect(new Set(seen)).toEqual(new Set([1000]))
  })

  test('[T6] keeps its memory for the next attempt', () => {
    const plan = planOf({ a: { retry: { attempts: 2 } } })
    const { state } = simulate(plan, {
      answer: (_step, _node, attempt, memory) => {
        if (attempt === 2) return { output: memory ?? null }
        return memory === undefined ? later(5000, { job: 7 }) : { error: {} }
      },
    })
    expect(state.result).toEqual({ job: 7 })
  })

  test('[T6] can be canceled while it waits, and takes up its wait or its run after a fold', () => {
    const plan = planOf({ a: {} })
    const { log } = simulate(plan, { answer: () => ({ ...later(5000, 1), comesTo: {} }) })
    expect(standingCommands(fold(plan, log.slice(0, 2)).state)).toEqual([{ type: 'start-timer', timer: 'wait:a', dueAt: 5000 }])
    const again = fold(plan, log.slice(0, 3)).state
    expect(standingCommands(again)).toEqual([{ type: 'run-step', step: 'a', node: 'a', attempt: 1 }])
    expect(again.live.get('a')?.memory).toBe(1)
    const { state } = simulate(plan, { answer: () => later(5000, 1), interrupt: (count) => (count === 2 ? 'cancel' : undefined) })
    expect([state.status, state.timers.size]).toEqual(['canceled', 0])
  })
})
