import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { runNodes, seenBy } from '../testing/run-nodes.ts'
import type { Outcome } from '../testing/simulate.ts'
import type { TestNode } from '../testing/test-catalog.ts'

describe('for-each', () => {
  const each = (params: Record<string, Json>, more: Partial<TestNode> = {}): Record<string, TestNode> => ({
    each: { type: 'for-each', with: params, nodes: { a: {} }, ...more },
  })

  test('[L1] iterations begin in order, so many at a time as allowed', () => {
    const { changes } = runNodes(each({ items: [1, 2, 3, 4, 5], concurrency: 2 }), undefined, { pick: (count) => count - 1 })
    let active = 0
    let most = 0
    for (const { step, status } of changes) {
      if (!step.includes('[')) continue
      active += status === 'running' ? 1 : -1
      most = Math.max(most, active)
    }
    expect(most).toBe(2)
    expect(changes.filter(({ step, status }) => step.includes('[') && status === 'running').map(({ step }) => step)).toEqual(
      [0, 1, 2, 3, 4].map((i) => `each[${i}].a`),
    )
  })

  test('[L1] batch makes groups', () => {
    expect(seenBy('each[1].a', '{{ item }}', each({ items: [1, 2, 3], batch: 2 }))).toEqual([3])
  })

  test('[L1] a map gives its entries, in its order', () => {
    const nodes = each({ items: { b: 1, a: { deep: 2 } } })
    expect(seenBy('each[0].a', '{{ item }}', nodes)).toEqual({ key: 'b', value: 1 })
    expect(seenBy('each[1].a', '{{ [item.key, item.value.deep] }}', nodes)).toEqual(['a', 2])
  })

  test('[L2] results stand in the order of the items', () => {
    const { state } = runNodes(each({ items: ['x', 'y', 'z'], concurrency: 3 }), (step) => ({ output: step }), {
      pick: (count) => count - 1,
    })
    expect(state.result).toEqual(['each[0].a', 'each[1].a', 'each[2].a'])
  })

  test('[L2] no items, no work', () => {
    expect(runNodes(each({ items: [] })).state.result).toEqual([])
    expect(runNodes(each({ items: {} })).state.result).toEqual([])
    expect(runNodes(each({ items: '{{ trigger.lines }}' })).state.result).toEqual([])
  })

  test('[L2] what has no result is null, or left out when compact', () => {
    const second = (step: string): Outcome => (step === 'each[1].a' ? { error: { class: 'fatal' } } : {})
    const skips = { nodes: { a: { onError: 'skip' } } } as const
    expect(runNodes(each({ items: [1, 2, 3] }, skips), second).state.result).toEqual(['each[0].a', null, 'each[2].a'])
    expect(runNodes(each({ items: [1, 2, 3], results: 'compact' }, skips), second).state.result).toEqual(['each[0].a', 'each[2].a'])
  })

  test('[L3] one failed iteration ends the others', () => {
    const { state, statuses } = runNodes(each({ items: [1, 2, 3], concurrency: 2 }), (step) =>
      step === 'each[0].a' ? { error: {} } : { hangs: true },
    )
    expect(state.status).toBe('failed')
    expect(statuses).toEqual({ each: 'failed', 'each[0].a': 'failed', 'each[1].a': 'canceled' })
  })

  test('[L3] with collect a failed iteration is a result like the others', () => {
    const { state } = runNodes(each({ items: [1, 2], onItemError: 'collect' }), (step) =>
      step === 'each[0].a' ? { error: { code: 'NO', message: 'no', class: 'fatal' } } : { output: 'fine' },
    )
    expect(state.result).toEqual([{ error: { code: 'NO', class: 'fatal', message: 'no', step: 'each[0].a' } }, 'fine'])
  })

  test('[L3] with continue a failed iteration has no result', () => {
    const failing = (step: string): Outcome => (step === 'each[0].a' ? { error: { class: 'fatal' } } : { output: 'fine' })
    expect(runNodes(each({ items: [1, 2], onItemError: 'continue' }), failing).state.result).toEqual([null, 'fine'])
    expect(runNodes(each({ items: [1, 2], onItemError: 'continue', results: 'compact' }), failing).state.result).toEqual(['fine'])
  })

  test('[L6] until ends it early, and what was done is the output', () => {
    const items = [1, 2, 3, 4]
    expect(runNodes(each({ items, until: '{{ nodes.a.output == "each[1].a" && item == 2 && index == 1 }}' })).state.result).toEqual([
      'each[0].a',
      'each[1].a',
    ])
    expect(
      runNodes(each({ items, until: '{{ input.error }}', onItemError: 'collect' }), () => ({ error: { class: 'fatal' } })).state.result,
    ).toHaveLength(1)
    expect(runNodes(each({ items, until: '{{ false }}' })).state.result).toHaveLength(4)
  })

  test('[L6] iterations that run are canceled then, and those before them have no result', () => {
    const { state, statuses } = runNodes(each({ items: [1, 2, 3, 4], concurrency: 3, until: '{{ index == 1 }}' }), (step) =>
      step === 'each[1].a' ? { output: 'enough' } : { hangs: true },
    )
    expect(state.result).toEqual([null, 'enough'])
    expect(statuses).toEqual({ each: 'success', 'each[0].a': 'canceled', 'each[1].a': 'success', 'each[2].a': 'canceled' })
    expect([state.live.size, state.timers.size]).toEqual([0, 0])
  })

  test('[L6] an until that cannot be evaluated fails the step', () => {
    const { state } = runNodes(each({ items: [1, 2], until: '{{ input.x.y }}' }))
    expect(state.error).toMatchObject({ code: 'EXPRESSION_NO_VALUE', step: 'each' })
  })

  test('[L7] too many items are refused before any begins, unless they come in groups', () => {
    const { state, started } = runNodes(each({ items: [1, 2, 3], maxItems: 2 }))
    expect(state.error).toMatchObject({ code: 'TOO_MANY_ITEMS', class: 'fatal', message: expect.stringContaining('batch') })
    expect(started).toEqual([])
    expect(runNodes(each({ items: [1, 2, 3], maxItems: 2, batch: 2 })).state.result).toHaveLength(2)
    const many = { each: { type: 'for-each', with: { items: Array(100_001).fill(1) }, nodes: { a: { disabled: true } } } }
    expect(runNodes(many).state.error?.code).toBe('TOO_MANY_ITEMS')
  })

  test('[L8] progress is told now and then, and nothing for a handful', () => {
    const told = (count: number) =>
      runNodes(each({ items: Array(count).fill(1) })).changes.flatMap(({ step, progress }) => (progress ? [{ step, ...progress }] : []))
    expect(told(9)).toEqual([])
    expect(told(25)).toEqual([
      { step: 'each', finished: 10, total: 25 },
      { step: 'each', finished: 20, total: 25 },
    ])
    expect(told(5000)).toHaveLength(99)
  })

  test('[L4] a wrong parameter fails the step before any iteration', () => {
    for (const [params, message] of [
      [{ items: 'abc' }, 'items must be a list or a map, but it is the string "abc"'],
      [{ items: [1], concurrency: 0 }, 'concurrency must be a whole number'],
      [{ items: [1], batch: 1.5 }, 'batch must be a whole number'],
      [{ items: [1], maxItems: 0 }, 'maxItems must be a whole number'],
      [{ items: [1], results: 'dense' }, 'results must be aligned or compact'],
      [{ items: [1], onItemError: 'ignore' }, 'onItemError must be fail, continue or collect'],
      [{ items: '{{ nope }}' }, 'items: '],
    ] as const) {
      const { state, started } = runNodes(each(params))
      expect(state.error).toMatchObject({ class: 'fatal', step: 'each', message: expect.stringContaining(message) })
      expect(started).toEqual([])
    }
  })

  test('[L5] ten times the items are ten times the work', () => {
    const operations = (count: number) => {
      const { commands, changes } = runNodes(each({ items: Array.from({ length: count }, (_, index) => index), concurrency: 4 }))
      return commands.length + changes.length
    }
    // From a thousand on progress is told a hundred times.
    const told = 99
    expect(operations(10_000) - told).toBe(10 * (operations(1000) - told) - 9 * operations(0))
  })
})
