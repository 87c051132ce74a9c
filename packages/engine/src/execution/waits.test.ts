import { describe, expect, test } from 'vitest'
import { fold, type Outcome, type Simulated, simulate } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import type { Wait } from './event.ts'
import { awaitedSignals } from './resume.ts'
import { accepts } from './transition.ts'

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
