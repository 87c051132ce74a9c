import { describe, expect, test } from 'vitest'
import { type Outcome, type Simulation, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { readHistory, type StepRecord } from './history.ts'

/** Runs the nodes and reads the history of the log, or of its first so many events. */
function historyOf(nodes: Record<string, TestNode>, answer: Simulation['answer'] = () => ({}), length?: number) {
  const plan = planOf(nodes)
  const { log } = simulate(plan, { answer })
  return readHistory(plan, log.slice(0, length))
}

function one(steps: readonly StepRecord[], path: string): StepRecord {
  const found = steps.find((record) => record.step === path)
  if (found === undefined) throw new Error(`The history has no step ${path}.`)
  return found
}

const started: ExecutionEvent = {
  type: 'execution-started',
  at: 1000,
  executionId: 'e1',
  workflow: { id: 'test', version: 1 },
  trigger: { id: 'manual', type: 'manual', data: {} },
  inputs: {},
  vars: {},
  env: {},
}

describe('an execution in the history', () => {
  test('is queued before its first event, running after it, then what it ended as', () => {
    const plan = planOf({ a: {} })
    expect(readHistory(plan, [])).toEqual({ status: 'queued', result: null, controls: [], steps: [] })
    expect(readHistory(plan, [started])).toMatchObject({ status: 'running', result: null })
    expect(historyOf({ a: {} }, () => ({ output: 7 }))).toMatchObject({ status: 'success', result: 7 })
  })

  test('tells who paused, resumed and canceled it, when and why, but not what did not count', () => {
    const plan = planOf({ t: { type: 'try', nodes: { a: {} }, catch: { b: {} } } })
    const events: readonly ExecutionEvent[] = [
      started,
      { type: 'pause-requested', at: 2000, by: 'Ada', reason: 'stocktaking' },
      { type: 'pause-requested', at: 2500, by: 'Bob' },
      { type: 'resume-requested', at: 3000 },
      { type: 'cancel-requested', at: 4000, by: 'Ada', mode: 'cooperative' },
      { type: 'cancel-requested', at: 5000 },
    ]
    const after = (count: number) => readHistory(plan, events.slice(0, count))
    expect(after(2).status).toBe('paused')
    expect(after(4)).toMatchObject({ status: 'running' })
    expect(after(5)).toMatchObject({ status: 'running', canceling: true })
    const { status, canceling, controls } = after(6)
    expect([status, canceling]).toEqual(['canceled', undefined])
    expect(controls).toEqual([
      { action: 'pause', at: 2000, by: 'Ada', reason: 'stocktaking' },
      { action: 'resume', at: 3000 },
      { action: 'cancel', at: 4000, by: 'Ada' },
      { action: 'cancel', at: 5000, forced: true },
    ])
  })

  test('says when its next timer is due, and nothing of it once none is pending', () => {
    const wait: Outcome = { wait: { type: 'time', until: 90_000, output: 1 } }
    expect(historyOf({ a: {} }, () => wait, 2).dueAt).toBe(90_000)
    expect(historyOf({ a: {} }, () => wait)).not.toHaveProperty('dueAt')
  })

  test('counts an attempt that is run again once, from its beginning', () => {
    const { steps } = historyOf({ a: {} }, () => ({ wait: { type: 'again', until: 5000, memory: 1 }, comesTo: {} }))
    const a = one(steps, 'a')
    expect(a).toMatchObject({ status: 'success', startedAt: 1001, finishedAt: 5001 })
    expect(a.attempts).toEqual([{ attempt: 1, startedAt: 1001, finishedAt: 5001, durationMs: 4000 }])
    expect(a).not.toHaveProperty('hasWaited')
  })

  test('shows how far a for-each has come while it runs, and no more when it has ended', () => {
    const nodes = { each: { type: 'for-each', with: { items: Array(12).fill(1) }, nodes: { a: {} } } }
    const { steps } = historyOf(nodes, undefined, 12)
    expect(one(steps, 'each')).toMatchObject({ status: 'running', progress: { finished: 10, total: 12 }, attempts: [{ attempt: 1 }] })
    expect(one(historyOf(nodes).steps, 'each')).not.toHaveProperty('progress')
  })

  test('shows a loop that waits between its rounds as one attempt', () => {
    const nodes = { p: { type: 'poll', with: { until: '{{ index == 1 }}' }, nodes: { a: {} } } }
    expect(one(historyOf(nodes, undefined, 2).steps, 'p')).toMatchObject({ status: 'waiting', until: 11_001 })
    expect(one(historyOf(nodes).steps, 'p').attempts).toEqual([{ attempt: 1, startedAt: 1000, finishedAt: 11_002, durationMs: 10_002 }])
  })

  test('tells who sent what a step waited for', () => {
    const wait = { type: 'signal', channel: 'token', key: 'k' } as const
    const { steps } = historyOf({ a: {} }, () => ({ wait, signal: { data: 'yes', by: 'ann@example.test' } }))
    expect(one(steps, 'a')).toMatchObject({ status: 'success', output: 'yes', by: 'ann@example.test' })
  })

  test('keeps the error it failed with', () => {
    const { error } = historyOf({ a: {} }, () => ({ error: { code: 'NO', class: 'fatal', message: 'no' } }))
    expect(error).toEqual({ code: 'NO', class: 'fatal', message: 'no', step: 'a' })
  })

  test('leaves out events that do not fit', () => {
    const plan = planOf({ a: {} })
    const { log } = simulate(plan)
    const late: ExecutionEvent = { type: 'step-succeeded', at: 9, step: 'a', attempt: 1, startedAt: 1, port: 'success', output: 'late' }
    const stray: ExecutionEvent = { ...late, step: 'nobody', output: 'stray' }
    expect(
      readHistory(
        plan,
        [log[0], stray, log[1], late, log[0]].filter((event) => event !== undefined),
      ),
    ).toEqual(readHistory(plan, log))
  })
})

describe('a step in the history', () => {
  test('has its place in the order of beginning, without gaps, scopes and iterations too', () => {
    const nodes = { each: { type: 'for-each', with: { items: [1, 2] }, nodes: { a: { next: 'b' }, b: {} }, next: 'z' }, z: {} }
    const { steps } = historyOf(nodes)
    expect(steps.map(({ step }) => step)).toEqual(['each', 'each[0].a', 'each[0].b', 'each[1].a', 'each[1].b', 'z'])
    expect(steps.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('has node, type, port, output, times and one attempt', () => {
    const { steps } = historyOf({ a: { type: 'choice' } }, () => ({ port: 'b', output: 'out' }))
    expect(steps).toEqual([
      {
        index: 0,
        step: 'a',
        node: 'a',
        type: 'choice',
        status: 'success',
        port: 'b',
        output: 'out',
        startedAt: 1001,
        finishedAt: 1001,
        durationMs: 0,
        attempts: [{ attempt: 1, startedAt: 1001, finishedAt: 1001, durationMs: 0 }],
        logs: [],
      },
    ])
  })

  test('counts from when its node began, not from when it was scheduled', () => {
    const plan = planOf({ a: {} })
    const ended = { type: 'step-succeeded', at: 1500, step: 'a', attempt: 1, startedAt: 1200, port: 'success', output: 1 } as const
    expect(readHistory(plan, [started, ended]).steps[0]).toMatchObject({ startedAt: 1200, finishedAt: 1500, durationMs: 300 })
  })

  test('never lasts less than nothing, though a clock went back', () => {
    const plan = planOf({ a: {} })
    const ended = { type: 'step-succeeded', at: 500, step: 'a', attempt: 1, startedAt: 1200, port: 'success', output: 1 } as const
    expect(readHistory(plan, [started, ended]).steps[0]).toMatchObject({ durationMs: 0 })
  })

  test('shows the input of its last attempt and the logs of all', () => {
    const plan = planOf({ a: { retry: { attempts: 2, delay: '1s' } } })
    const line = (message: string) => ({ at: 1, level: 'info', message }) as const
    const base = { at: 1100, step: 'a', startedAt: 1050 }
    const error = { code: 'NO', class: 'retryable', message: 'no' } as const
    const { steps } = readHistory(plan, [
      started,
      { ...base, type: 'step-failed', attempt: 1, input: { n: 1 }, logs: [line('one')], error, random: 0 },
      { type: 'timer-fired', at: 2100, timer: 'retry:a', random: 0 },
      {
        ...base,
        at: 2200,
        startedAt: 2150,
        type: 'step-succeeded',
        attempt: 2,
        input: { n: 2 },
        logs: [line('two')],
        port: 'success',
        output: 5,
      },
    ])
    expect(steps).toHaveLength(1)
    expect(steps[0]).toMatchObject({
      status: 'success',
      input: { n: 2 },
      logs: [{ message: 'one' }, { message: 'two' }],
      startedAt: 1050,
      finishedAt: 2200,
      attempts: [
        { attempt: 1, startedAt: 1050, finishedAt: 1100, durationMs: 50, error },
        { attempt: 2, startedAt: 2150, finishedAt: 2200, durationMs: 50 },
      ],
    })
    expect(steps[0]).not.toHaveProperty('error')
  })

  test('that is to be tried again says until when it waits, and what went wrong', () => {
    const { steps } = historyOf({ a: { retry: { attempts: 2, delay: '5s' } } }, () => ({ error: {} }), 2)
    expect(steps[0]).toMatchObject({ status: 'retrying', until: 6001, error: { code: 'TEST' } })
  })

  test('has the error of each attempt that took too long', () => {
    const { steps } = historyOf({ a: { timeout: '1s', retry: { attempts: 2, delay: '1s' } } }, () => ({ hangs: true }))
    expect(steps[0]).toMatchObject({ status: 'timed_out', error: { code: 'STEP_TIMEOUT' } })
    expect(steps[0]?.attempts.map(({ error, durationMs }) => [error?.code, durationMs])).toEqual([
      ['STEP_TIMEOUT', 1000],
      ['STEP_TIMEOUT', 1000],
    ])
  })

  test('that waits says for what and until when, and its attempt lasts as long as the wait', () => {
    const wait: Outcome = { wait: { type: 'time', until: 90_000, output: 'rested' } }
    const nodes = { a: {} }
    expect(historyOf(nodes, () => wait, 2).steps[0]).toMatchObject({ status: 'waiting', reason: 'waits for a time', until: 90_000 })
    const { steps } = historyOf(nodes, () => wait)
    expect(steps[0]).toMatchObject({ status: 'success', output: 'rested', finishedAt: 90_000, attempts: [{ finishedAt: 90_000 }] })
    expect(steps[0]).not.toHaveProperty('reason')
    expect(steps[0]).not.toHaveProperty('until')
  })

  test('that called another execution began when it called, not when that one began', () => {
    const plan = planOf({ a: {} })
    const wait = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
    const { steps } = readHistory(plan, [
      started,
      { type: 'step-waiting', at: 1100, step: 'a', attempt: 1, startedAt: 1050, wait },
      { type: 'step-succeeded', at: 9000, step: 'a', attempt: 1, startedAt: 1200, port: 'success', output: 1 },
    ])
    expect(steps[0]).toMatchObject({ startedAt: 1050, durationMs: 7950, attempts: [{ startedAt: 1050, durationMs: 7950 }] })
  })

  test('that was skipped says why, and had no attempt', () => {
    const { steps } = historyOf({ a: { type: 'choice', next: { a: 'b' } }, b: {} }, () => ({ port: 'c' }))
    expect(one(steps, 'b')).toMatchObject({ status: 'skipped', reason: 'a left by c', attempts: [], durationMs: 0 })
  })

  test('that was canceled says why, and its attempt has an end', () => {
    const { steps } = historyOf({ a: {}, b: {} }, (step) => (step === 'b' ? { hangs: true } : { error: { class: 'fatal' } }))
    expect(one(steps, 'b')).toMatchObject({ status: 'canceled', reason: 'an earlier step failed', attempts: [{ finishedAt: 1001 }] })
  })

  test('that runs has no end yet', () => {
    const plan = planOf({ a: {} })
    expect(readHistory(plan, [started]).steps[0]).toEqual({
      index: 0,
      step: 'a',
      node: 'a',
      type: 'task',
      status: 'running',
      startedAt: 1000,
      waitsFor: { code: 'running', since: 1000, type: 'task', attempt: 1 },
      attempts: [{ attempt: 1, startedAt: 1000 }],
      logs: [],
    })
  })

  test('that is a scope lasts from its first to its last inner step, and fails with the error from inside', () => {
    const nodes = { each: { type: 'for-each', with: { items: [1] }, nodes: { a: {} } } }
    const { steps } = historyOf(nodes, () => ({ error: { code: 'NO', class: 'fatal' } }))
    expect(one(steps, 'each')).toMatchObject({
      status: 'failed',
      startedAt: 1000,
      finishedAt: 1001,
      error: { code: 'NO', step: 'each[0].a' },
    })
  })
})
