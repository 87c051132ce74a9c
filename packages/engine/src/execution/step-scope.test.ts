import { describe, expect, test } from 'vitest'
import { simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionState } from './state.ts'
import { errorView, placeOf, stepInput, stepScope } from './step-scope.ts'
import { waitingStep } from './waiting-step.ts'

/** What the names are worth in a step at the moment it runs. */
function namesIn(step: string, nodes: Record<string, TestNode>, names: readonly string[], more: Parameters<typeof simulate>[1] = {}) {
  const plan = planOf(nodes)
  const seen: Record<string, unknown> = {}
  let listed: readonly string[] = []
  const look = (path: string, state: ExecutionState): void => {
    const live = state.live.get(path)
    if (path !== step || live === undefined) return
    const scope = stepScope(plan, state, placeOf(live))
    for (const name of names) seen[name] = scope.name(name)
    listed = scope.names()
  }
  simulate(plan, { ...more, onRun: look })
  return { seen, listed }
}

describe('the names that expressions see', () => {
  test('are those of the execution everywhere', () => {
    const { seen } = namesIn('a', { a: {} }, ['trigger', 'inputs', 'vars', 'env', 'execution', 'workflow', 'now', 'nonsense'], {
      trigger: { body: 1 },
      inputs: { n: 2 },
      vars: { v: 3 },
    })
    expect(seen).toEqual({
      trigger: { id: 'manual', type: 'manual', body: 1 },
      inputs: { n: 2 },
      vars: { v: 3 },
      env: {},
      execution: { id: 'e1', startedAt: '1970-01-01T00:00:01.000Z' },
      workflow: { id: 'test', version: 1, name: 'test' },
      now: '1970-01-01T00:00:01.000Z',
      nonsense: undefined,
    })
  })

  test('show what a trigger brings before its own id and type, where both are there', () => {
    const { seen } = namesIn('a', { a: {} }, ['trigger'], { trigger: { id: 'theirs', type: 'theirs' } })
    expect(seen.trigger).toEqual({ id: 'theirs', type: 'theirs' })
  })

  test('hold item and index of the nearest loop, at any depth', () => {
    const inner: TestNode = { type: 'for-each', with: { items: ['x', 'y'] }, nodes: { a: {} } }
    const nodes = { outer: { type: 'for-each', with: { items: [10, 20] }, nodes: { inner, b: {} } } }
    expect(namesIn('outer[1].inner[0].a', nodes, ['item', 'index']).seen).toEqual({ item: 'x', index: 0 })
    expect(namesIn('outer[1].b', nodes, ['item', 'index']).seen).toEqual({ item: 20, index: 1 })
  })

  test('see an item that is null, and the index 0, as they are', () => {
    const nodes = { each: { type: 'for-each', with: { items: [null] }, nodes: { a: {} } } }
    expect(namesIn('each[0].a', nodes, ['item', 'index']).seen).toEqual({ item: null, index: 0 })
  })

  test('are listed as far as they are there: for suggestions', () => {
    expect(namesIn('a', { a: {} }, []).listed).not.toContain('item')
    const nodes = { each: { type: 'for-each', with: { items: [1] }, nodes: { a: {} } } }
    expect(namesIn('each[0].a', nodes, []).listed).toEqual(expect.arrayContaining(['item', 'index', 'nodes', 'secrets']))
    expect(namesIn('each[0].a', nodes, []).listed).not.toContain('error')
  })

  test('hold secrets only when the caller brings them', () => {
    const plan = planOf({ a: {} })
    const { state } = simulate(plan)
    const step = state.root?.steps[0]
    if (step === undefined) throw new Error('The root must hold a step.')
    expect(stepScope(plan, state, placeOf(step)).name('secrets')).toBeUndefined()
    expect(stepScope(plan, state, placeOf(step), { secrets: { KEY: 'k' } }).name('secrets')).toEqual({ KEY: 'k' })
  })
})

describe('a node as expressions see it', () => {
  test('has output, status, port and error, and is undefined where it cannot be seen', () => {
    const nodes: Record<string, TestNode> = {
      bad: { next: { error: 'a' } },
      good: { next: 'a' },
      each: { type: 'for-each', with: { items: [1] }, nodes: { hidden: {} } },
      a: {},
    }
    const plan = planOf(nodes)
    const seen: Record<string, unknown> = {}
    simulate(plan, {
      answer: (step) => (step === 'bad' ? { error: { code: 'NO', class: 'fatal', message: 'no' } } : { output: step }),
      onRun(path, state) {
        const live = state.live.get(path)
        if (path !== 'a' || live === undefined) return
        const scope = stepScope(plan, state, placeOf(live))
        for (const id of ['bad', 'good', 'a', 'hidden', 'nobody']) seen[id] = scope.node(id)
        expect(scope.nodeIds()).toEqual(['bad', 'good', 'hidden', 'each', 'a'])
      },
    })
    const error = { code: 'NO', class: 'fatal', message: 'no', step: 'bad' }
    expect(seen).toEqual({
      bad: { output: { error }, status: 'failed', port: 'error', error },
      good: { output: 'good', status: 'success', port: 'success' },
      a: { output: null, status: 'running' },
      hidden: undefined,
      nobody: undefined,
    })
  })
})

test('input is what arrived where something did, though it be nothing much, and what the section got elsewhere', () => {
  const plan = planOf({ a: { next: 'b' }, b: {} })
  const { state } = simulate(plan, { trigger: { body: 1 }, answer: () => ({ output: 0 }) })
  const [a, b] = state.root?.steps ?? []
  if (a === undefined || b === undefined) throw new Error('The root must hold two steps.')
  expect([stepInput(a), stepInput(b)]).toEqual([{ body: 1 }, 0])
})

test('an error as data has no stack and no retry hints', () => {
  const error = { code: 'NO', class: 'retryable', message: 'no', stack: 'at …', retryAfterMs: 5, step: 'a', details: { n: 1 } } as const
  expect(errorView(error)).toEqual({ code: 'NO', class: 'retryable', message: 'no', step: 'a', details: { n: 1 } })
  expect(errorView(undefined)).toBeUndefined()
})

test('[X5] the step at whose address another one points is in its own iteration, or further out, and known before it runs', () => {
  const plan = planOf({
    each: { type: 'for-each', with: { items: [1, 2], concurrency: 2 }, nodes: { tell: { next: 'ok' }, ok: { type: 'approval' } } },
    last: { type: 'approval' },
  })
  const seen: unknown[] = []
  simulate(plan, {
    onRun: (path, state) => {
      const step = state.live.get(path)
      if (step?.node.id === 'tell') seen.push(['ok', 'last', 'each', 'nobody'].map((id) => waitingStep(plan, step, id)))
    },
  })
  expect(seen).toEqual([
    ['each[0].ok', 'last', 'each', undefined],
    ['each[1].ok', 'last', 'each', undefined],
  ])
})

test('[X5] addresses are in scope only when the caller brings them', () => {
  const plan = planOf({ a: {} })
  simulate(plan, {
    onRun: (path, state) => {
      const step = state.live.get(path)
      if (step === undefined) return
      expect(stepScope(plan, state, placeOf(step)).name('waiting')).toBeUndefined()
      expect(stepScope(plan, state, placeOf(step), { waiting: { ok: { url: 'u' } } }).name('waiting')).toEqual({ ok: { url: 'u' } })
    },
  })
  expect.assertions(2)
})
