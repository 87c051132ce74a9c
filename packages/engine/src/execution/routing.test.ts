import { describe, expect, test } from 'vitest'
import { type Outcome, type Simulation, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { StepError } from './event.ts'

/** Runs the nodes; `outcomes` says what some steps do, by step path. */
function run(nodes: Record<string, TestNode>, outcomes: Record<string, Outcome> = {}, simulation: Simulation = {}) {
  const result = simulate(planOf(nodes), { answer: (step) => outcomes[step] ?? {}, ...simulation })
  const statuses = Object.fromEntries(result.changes.map((change) => [change.step, change.status]))
  const started = result.commands.flatMap((command) => (command.type === 'run-step' ? [command.step] : []))
  return { ...result, statuses, started }
}

describe('edges and joins', () => {
  test('[E1] nodes without incoming edges start with their section, in file order', () => {
    expect(run({ b: {}, a: {}, c: { next: 'd' }, d: {} }).started).toEqual(['b', 'a', 'c', 'd'])
  })

  test('[E2] only the edges of the port it left by are taken', () => {
    const { statuses } = run({ pick: { type: 'choice', next: { a: 'x', b: 'y' } }, x: {}, y: {} }, { pick: { port: 'b' } })
    expect(statuses).toEqual({ pick: 'success', x: 'skipped', y: 'success' })
  })

  test('[E3] several targets of a port run at the same time', () => {
    const { started, log } = run({ a: { next: ['b', 'c'] }, b: {}, c: {} })
    expect(started).toEqual(['a', 'b', 'c'])
    expect(log).toHaveLength(4)
  })

  test('[E4] a join runs once, when all its edges are known, with the skipped branch left out', () => {
    const nodes = { pick: { type: 'choice', next: { a: 'x', b: 'y' } }, x: { next: 'join' }, y: { next: 'join' }, join: {} }
    const { started, statuses } = run(nodes, { pick: { port: 'a' } })
    expect(started).toEqual(['pick', 'x', 'join'])
    expect(statuses).toMatchObject({ y: 'skipped', join: 'success' })
  })

  test('[E4] both ports of one node may lead to the same target', () => {
    expect(run({ pick: { type: 'choice', next: { a: 'end', b: 'end' } }, end: {} }, { pick: { port: 'b' } }).started).toEqual([
      'pick',
      'end',
    ])
  })

  test('[E5] a path not taken is skipped to its end, each step with a reason', () => {
    const { changes } = run({ pick: { type: 'choice', next: { a: 'x' } }, x: { next: 'y' }, y: {} }, { pick: { port: 'c' } })
    expect(changes.filter((change) => change.status === 'skipped').map(({ step, reason }) => [step, reason])).toEqual([
      ['x', 'pick left by c'],
      ['y', 'x was not run'],
    ])
  })

  test('[E6] join any runs at the first taken edge and not again', () => {
    const { started } = run(
      { a: { next: 'j' }, b: { next: 'j' }, j: { join: 'any', next: 'k' }, k: {} },
      {},
      { pick: (count) => count - 1 },
    )
    expect(started.filter((step) => step === 'j')).toHaveLength(1)
    expect(started.indexOf('j')).toBe(2)
  })

  test('[E7] a plain target and the key default stand for every normal port without targets of its own', () => {
    expect(run({ pick: { type: 'choice', next: 'x' }, x: {} }, { pick: { port: 'c' } }).statuses.x).toBe('success')
    const map = { pick: { type: 'choice', next: { a: 'x', default: 'y' } }, x: {}, y: {} }
    expect(run(map, { pick: { port: 'b' } }).statuses).toMatchObject({ x: 'skipped', y: 'success' })
    expect(run(map, { pick: { port: 'a' } }).statuses).toMatchObject({ x: 'success', y: 'skipped' })
  })

  test('[E7] where a type has a port named default, that key means the port itself', () => {
    const map = { pick: { type: 'switch', next: { default: 'y' } }, y: {} }
    expect(run(map, { pick: { port: 'one' } }).statuses.y).toBe('skipped')
    expect(run(map, { pick: { port: 'default' } }).statuses.y).toBe('success')
  })

  test('[E7] a plain target is not taken after a failure', () => {
    const { state, statuses } = run({ a: { next: 'b' }, b: {} }, { a: { error: {} } })
    expect(state.status).toBe('failed')
    expect(statuses).toEqual({ a: 'failed', b: 'skipped' })
  })

  test('[E8] a disabled node hands on its input by its first port', () => {
    const { statuses, state } = run(
      { a: { next: 'b' }, b: { type: 'choice', disabled: true, next: { a: 'c', b: 'd' } }, c: {}, d: {} },
      { a: { output: 7 }, c: {} },
    )
    expect(statuses).toEqual({ a: 'success', b: 'skipped', c: 'success', d: 'skipped' })
    expect(state.result).toBe('c')
  })

  test('[E4] an edge that comes to be known after its section has failed changes nothing', () => {
    const nodes: Record<string, TestNode> = {
      y: { disabled: true, next: 'passed' },
      x: { type: 'for-each', with: { items: 'no list' }, nodes: { p: {} } },
      passed: { type: 'choice', disabled: true, next: { a: 'taken', b: 'never' } },
      taken: {},
      never: {},
    }
    const { changes } = run({ t: { type: 'try', nodes, catch: { c: {} } } })
    for (const step of ['t.taken', 't.never'])
      expect(changes.filter((change) => change.step === step).map(({ status }) => status)).toEqual(['skipped'])
  })

  test('[E9] a section without nodes ends at once, with nothing', () => {
    expect(run({ each: { type: 'for-each', with: { items: [1, 2] }, nodes: {} } }).state).toMatchObject({
      status: 'success',
      result: [null, null],
    })
    expect(run({}).state).toMatchObject({ status: 'success', result: null })
  })

  test('[E9] the result is the output of the last step that ran, of several a map, of none null', () => {
    expect(run({ a: { next: 'b' }, b: {} }, { b: { output: 1 } }).state.result).toBe(1)
    expect(run({ a: { next: ['b', 'c'] }, b: {}, c: {} }, { b: { output: 1 }, c: { output: 2 } }).state.result).toEqual({ b: 1, c: 2 })
    expect(run({ each: { type: 'try', nodes: { a: {} }, finally: { z: {} } } }, { 'each.a': { output: 5 } }).state.result).toBe(5)
    expect(run({ each: { type: 'for-each', with: { items: [] }, nodes: { a: {} } } }).state.result).toEqual([])
  })
})

describe('failure', () => {
  const retry = { attempts: 3, delay: '1s' } as const

  test('[F1] a retryable failure is tried again while attempts are left, a fatal one never', () => {
    expect(run({ a: { retry } }, { a: { error: { class: 'retryable' } } }).started).toEqual(['a', 'a', 'a'])
    expect(run({ a: { retry } }, { a: { error: { class: 'fatal' } } }).started).toEqual(['a'])
    expect(run({ a: {} }, { a: { error: { class: 'retryable' } } }).started).toEqual(['a'])
  })

  test('[F1] with on, only what it names is tried again, a fatal failure by its code alone', () => {
    const attempts = (on: readonly string[], error: Partial<StepError>) => {
      const { commands } = simulate(planOf({ a: { retry: { attempts: 3, on } } }), { answer: () => ({ error }) })
      return commands.filter(({ type }) => type === 'run-step').length
    }
    const busy = { code: 'HTTP_503', class: 'retryable' } as const
    const gone = { code: 'HTTP_410', class: 'fatal' } as const
    expect([attempts(['HTTP_503'], busy), attempts(['retryable'], busy), attempts(['timeout', 'HTTP_500'], busy)]).toEqual([3, 3, 1])
    expect([attempts(['HTTP_410'], gone), attempts(['retryable', 'timeout'], gone)]).toEqual([3, 1])
    expect(attempts(['CANCELED'], { code: 'CANCELED', class: 'canceled' })).toBe(1)
  })

  test('[F1] with on, a timeout is tried again only when it is named', () => {
    const attempts = (on: readonly string[]) => {
      const { commands } = simulate(planOf({ a: { timeout: '1s', retry: { attempts: 2, on } } }), { answer: () => ({ hangs: true }) })
      return commands.filter(({ type }) => type === 'run-step').length
    }
    expect([attempts(['timeout']), attempts(['STEP_TIMEOUT']), attempts(['retryable'])]).toEqual([2, 2, 1])
  })

  test('[F1] success on a later attempt is success', () => {
    const { state, changes } = run(
      { a: { retry } },
      {},
      { answer: (_step, _node, attempt) => (attempt < 3 ? { error: {} } : { output: 'at last' }) },
    )
    expect(state.result).toBe('at last')
    expect(changes.map((change) => change.status)).toEqual(['running', 'retrying', 'running', 'retrying', 'running', 'success'])
  })

  test('[F2] the delays follow the policy', () => {
    expect(spacing({ attempts: 4, delay: '1s' })).toEqual([1000, 1000, 1000])
    expect(spacing({ attempts: 4, delay: '1s', backoff: 'linear' })).toEqual([1000, 2000, 3000])
    expect(spacing({ attempts: 4, delay: '1s', backoff: 'exponential' })).toEqual([1000, 2000, 4000])
    expect(spacing({ attempts: 4, delay: '1s', backoff: 'exponential', factor: 10, maxDelay: '5s' })).toEqual([1000, 5000, 5000])
    expect(spacing({ attempts: 2, delay: '1s', jitter: 0.5 }, {}, 1)).toEqual([500])
    expect(spacing({ attempts: 2, delay: '1s' }, { retryAfterMs: 9000 })).toEqual([9000])
  })

  test('[F3] it leaves by timeout or error if such an edge is there, with the error as output', () => {
    const nodes = { a: { next: { error: 'e', timeout: 't' } }, e: {}, t: {} }
    expect(run(nodes, { a: { error: { class: 'fatal' } } }).statuses).toEqual({ a: 'failed', e: 'success', t: 'skipped' })
    expect(run(nodes, { a: { error: { class: 'timeout' } } }).statuses).toEqual({ a: 'timed_out', e: 'skipped', t: 'success' })
    expect(run({ a: { next: { error: 'e' } }, e: {} }, { a: { error: { class: 'timeout' } } }).statuses.e).toBe('success')
    const { state } = run(
      { a: { next: { error: 'e' } }, e: { disabled: true } },
      { a: { error: { code: 'X', message: 'no', class: 'fatal' } } },
    )
    expect(state.result).toEqual({ error: { code: 'X', class: 'fatal', message: 'no', step: 'a' } })
  })

  test('[F4] with onError continue it goes on by its first port', () => {
    const { state, statuses } = run({ a: { onError: 'continue', next: 'b' }, b: {} }, { a: { error: {} } })
    expect(state.status).toBe('success')
    expect(statuses).toEqual({ a: 'failed', b: 'success' })
  })

  test('[F7] with a fallback it goes on with that as its output, and error is still there', () => {
    const nodes = { a: { fallback: { rate: 1, why: '{{ error.code }} {{ input.x }}' }, next: 'b' }, b: {} } as const
    let seen: unknown
    const { state, changes } = run(
      nodes,
      { a: { error: { code: 'NO', class: 'fatal' } } },
      {
        trigger: { x: 7 },
        onRun: (path, { live }) => {
          const step = live.get(path)
          if (path === 'b') seen = [step?.arrivals[0]?.output, step?.pathError?.code]
        },
      },
    )
    expect(seen).toEqual([{ rate: 1, why: 'NO 7' }, 'NO'])
    expect(state.status).toBe('success')
    expect(changes).toContainEqual(
      expect.objectContaining({ step: 'a', status: 'failed', port: 'success', output: { rate: 1, why: 'NO 7' } }),
    )
  })

  test('[F7] an edge for the failure comes before the fallback, and a scope may have one', () => {
    const late = { a: { fallback: 1, next: { timeout: 'b', success: 'c' } }, b: {}, c: {} }
    expect(run(late, { a: { error: { class: 'timeout' } } }).started).toEqual(['a', 'b'])
    expect(run(late, { a: { error: { class: 'fatal' } } }).started).toEqual(['a', 'c'])
    const scope = { each: { type: 'for-each', with: { items: 'no list' }, fallback: [], nodes: { x: {} } } }
    expect(run(scope).state.result).toEqual([])
  })

  test('[F7] a fallback that cannot be evaluated fails the section, and says what it was needed for', () => {
    const { state } = run({ a: { fallback: '{{ input.x.y }}' } }, { a: { error: { class: 'fatal', message: 'it was down' } } })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'EXPRESSION_NO_VALUE', step: 'a' } })
    expect(state.error?.message).toMatch(/fallback of a .* it was down/)
  })

  test('[F8] with onError skip the path ends there, and the rest goes on', () => {
    const { state, changes } = run({ a: { onError: 'skip', next: 'b' }, b: {}, c: {} }, { a: { error: { class: 'fatal' } } })
    expect(state).toMatchObject({ status: 'success', result: 'c' })
    expect(changes).toContainEqual(expect.objectContaining({ step: 'a', status: 'failed' }))
    expect(changes).toContainEqual(expect.objectContaining({ step: 'b', status: 'skipped', reason: 'a failed' }))
    expect(run({ a: { onError: 'skip' } }, { a: { error: { class: 'fatal' } } }).state).toMatchObject({ status: 'success', result: null })
  })

  test('[F8] where such paths meet with join any, the first success counts; with none the rest is skipped', () => {
    const nodes = { a: { onError: 'skip', next: 'c' }, b: { onError: 'skip', next: 'c' }, c: { join: 'any' } } as const
    const bad: Outcome = { error: { class: 'fatal' } }
    expect(run(nodes, { a: bad }).started).toEqual(['a', 'b', 'c'])
    expect(run(nodes, { a: bad, b: bad })).toMatchObject({ started: ['a', 'b'], state: { status: 'success', result: null } })
  })

  test('[F5] an unhandled failure cancels what runs and skips what has not begun', () => {
    const { statuses, commands, state } = run({ a: {}, b: { next: 'c' }, c: {} }, { b: { hangs: true }, a: { error: {} } })
    expect(statuses).toEqual({ a: 'failed', b: 'canceled', c: 'skipped' })
    expect(commands).toContainEqual({ type: 'cancel-step', step: 'b' })
    expect(state.live.size).toBe(0)
  })

  test('[F6] a failure at the root names the step where it began', () => {
    const nodes = { each: { type: 'for-each', with: { items: [1, 2] }, nodes: { a: {} } } }
    const { state } = run(nodes, { 'each[1].a': { error: { code: 'BAD', message: 'boom', class: 'fatal' } } })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'BAD', message: 'boom', step: 'each[1].a' } })
  })
})

function spacing(policy: NonNullable<TestNode['retry']>, error = {}, random = 0): number[] {
  const { log } = simulate(planOf({ a: { retry: policy } }), { answer: () => ({ error }), random })
  return log.flatMap((event, index) => (event.type === 'timer-fired' ? [event.at - (log[index - 1]?.at ?? 0)] : []))
}
