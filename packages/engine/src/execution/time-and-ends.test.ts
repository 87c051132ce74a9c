import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { fold, type Outcome, type Simulated, simulate, stateText } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import type { Wait } from './event.ts'
import { awaitedSignals, standingCommands } from './resume.ts'
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

describe('a wait for a signal', () => {
  const wait = { type: 'signal', channel: 'event', key: 'approved-7', until: 9000 } as const
  const plan = planOf({ a: { type: 'choice', next: { a: 'yes', b: 'no', timeout: 'late' } }, yes: {}, no: {}, late: {} })
  const waitingAt = (one: Wait): Simulated['log'] => simulate(plan, { answer: () => ({ wait: one }) }).log.slice(0, 2)
  const signal = { type: 'signal-received', at: 5000, step: 'a', data: { ok: true } } as const

  test('[T7] ends with what comes, by the first port or the one that is named', () => {
    for (const [port, end] of [
      [undefined, 'yes'],
      ['b', 'no'],
    ] as const) {
      const { state, log } = simulate(plan, {
        answer: (step) => (step === 'a' ? { wait, signal: { data: { ok: true }, ...(port && { port }), by: 'ann' } } : { output: step }),
      })
      expect(state.result).toBe(end)
      expect(log).toContainEqual(expect.objectContaining({ type: 'signal-received', by: 'ann' }))
      expect(state.timers.size).toBe(0)
    }
  })

  test('[T7] counts only while its step waits for one, of that channel', () => {
    const { state } = fold(plan, waitingAt(wait))
    expect(accepts(state, signal)).toBe(true)
    expect(accepts(state, { ...signal, channel: 'event' })).toBe(true)
    expect(accepts(state, { ...signal, channel: 'token' })).toBe(false)
    expect(accepts(state, { ...signal, step: 'yes' })).toBe(false)
    expect(accepts(fold(plan, waitingAt(wait).slice(0, 1)).state, signal)).toBe(false)
    expect(accepts(fold(plan, [...waitingAt(wait), signal]).state, signal)).toBe(false)
    expect(accepts(fold(plan, waitingAt({ type: 'time', until: 9000, output: 1 })).state, signal)).toBe(false)
  })

  test('[T7] says what it waits for and until when, but never the key of a token', () => {
    const changeOf = (one: Wait) => fold(plan, waitingAt(one)).changes.at(-1)
    expect(changeOf(wait)).toMatchObject({ status: 'waiting', until: 9000, reason: 'waits for the event approved-7' })
    const token = { type: 'signal', channel: 'token', key: 'hash', about: 'Pay?' } as const
    expect(changeOf(token)).toMatchObject({ status: 'waiting', reason: 'waits for an answer at its own address' })
    expect(awaitedSignals(fold(plan, waitingAt(token)).state)).toEqual([
      { step: 'a', attempt: 1, channel: 'token', key: 'hash', about: 'Pay?' },
    ])
  })

  test('[T7] is gone when its execution is canceled', () => {
    const { state, commands } = fold(plan, [...waitingAt(wait), { type: 'cancel-requested', at: 6000 }])
    expect([awaitedSignals(state), state.timers.size]).toEqual([[], 0])
    expect(commands).toContainEqual({ type: 'cancel-step', step: 'a' })
  })

  test('[T8] fails as a timeout when nothing comes in time, and may be tried again', () => {
    const silent = (step: string): Outcome => (step === 'a' ? { wait, isSilent: true } : { output: step })
    const { state, changes, log } = simulate(plan, { answer: silent })
    expect([state.result, log.find(({ type }) => type === 'timer-fired')?.at]).toEqual(['late', 9000])
    expect(changes).toContainEqual(expect.objectContaining({ step: 'a', status: 'timed_out', port: 'timeout' }))
    const retried = simulate(planOf({ a: { retry: { attempts: 2 } } }), { answer: silent }).state
    expect(retried.error).toMatchObject({ code: 'WAIT_TIMEOUT', class: 'timeout', step: 'a' })
  })
})

describe('a call that nobody waits for any more', () => {
  const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
  const plan = planOf({ a: { timeout: '2s', next: { timeout: 'late', success: 'b' } }, b: {}, late: {} })
  const started = simulate(plan).log[0]
  const waiting = { type: 'step-waiting', at: 2, step: 'a', attempt: 1, startedAt: 1, wait: call } as const

  test('[T5] is canceled with its step, and when its step times out', () => {
    for (const event of [
      { type: 'cancel-requested', at: 3 },
      { type: 'timer-fired', at: 3, timer: 'timeout:a', random: 0 },
    ] as const) {
      if (started === undefined) throw new Error('The log must hold its start.')
      const { commands } = fold(plan, [started, waiting, event])
      expect(commands).toContainEqual({ type: 'cancel-execution', executionId: 'child' })
    }
  })

  test('[T5] is canceled once, though its step be tried again', () => {
    const retried = planOf({ a: { timeout: '2s', retry: { attempts: 2, delay: '1s' } } })
    if (started === undefined) throw new Error('The log must hold its start.')
    const { commands } = fold(retried, [
      started,
      waiting,
      { type: 'timer-fired', at: 3, timer: 'timeout:a', random: 0 },
      { type: 'timer-fired', at: 4, timer: 'retry:a', random: 0 },
      { type: 'cancel-requested', at: 5 },
    ])
    expect(commands.filter((command) => command.type === 'cancel-execution')).toHaveLength(1)
  })

  test('[T5] is let be once it has ended, and while its step does not wait yet', () => {
    if (started === undefined) throw new Error('The log must hold its start.')
    const ended = { type: 'step-succeeded', at: 3, step: 'a', attempt: 1, startedAt: 1, port: 'success', output: 1 } as const
    const cancel = { type: 'cancel-requested', at: 4 } as const
    for (const log of [
      [started, waiting, ended, cancel],
      [started, cancel],
    ])
      expect(fold(plan, log).commands.map((command) => command.type)).not.toContain('cancel-execution')
  })
})

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
