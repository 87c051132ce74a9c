import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { runNodes, seenBy } from '../testing/run-nodes.ts'
import type { Outcome } from '../testing/simulate.ts'
import type { TestNode } from '../testing/test-catalog.ts'

describe('loop', () => {
  const countTo = (limit: number): Record<string, TestNode> => ({
    loop: { type: 'loop', with: { until: `{{ nodes.a.output >= ${limit} }}` }, nodes: { a: {} } },
  })
  const index = (step: string): Outcome => ({ output: Number(/\[(\d+)\]/.exec(step)?.[1]) + 1 })

  test('[W1] until is asked after each iteration and sees its nodes', () => {
    const { started, state } = runNodes(countTo(3), index)
    expect(started).toEqual(['loop[0].a', 'loop[1].a', 'loop[2].a'])
    expect(state.result).toBe(3)
  })

  test('[W1] while is asked before, and may let nothing run', () => {
    const nodes = { loop: { type: 'loop', with: { while: '{{ index < 2 }}' }, nodes: { a: {} } } }
    expect(runNodes(nodes).started).toEqual(['loop[0].a', 'loop[1].a'])
    expect(runNodes({ loop: { ...nodes.loop, with: { while: '{{ false }}' } } })).toMatchObject({
      started: [],
      state: { status: 'success', result: null },
    })
  })

  test('[W2] each iteration sees the result of the one before', () => {
    expect(seenBy('loop[2].a', '{{ [nodes.loop.output, input, index] }}', countTo(3), { answer: index })).toEqual([2, 2, 2])
  })

  test('[W3] a loop that would never end fails', () => {
    const nodes = (max: number) => ({ loop: { type: 'loop', with: { while: '{{ true }}', maxIterations: max }, nodes: { a: {} } } })
    const { state, started } = runNodes(nodes(5))
    expect(state.error?.code).toBe('LOOP_LIMIT')
    expect(started).toHaveLength(5)
    expect(runNodes({ loop: { type: 'loop', with: { while: '{{ true }}' }, nodes: { a: {} } } }).started).toHaveLength(100)
  })

  test('[W3] empty iterations need no deep stack', () => {
    const nodes = { loop: { type: 'loop', with: { while: '{{ true }}', maxIterations: 100_000 }, nodes: { a: { disabled: true } } } }
    expect(runNodes(nodes).state.error?.code).toBe('LOOP_LIMIT')
  })
})

describe('a loop with an interval', () => {
  const loop = (params: Record<string, Json>, more: Partial<TestNode> = {}): Record<string, TestNode> => ({
    loop: { type: 'loop', with: params, nodes: { a: {} }, ...more },
  })

  test('[W4] waits between its iterations, on a timer, and says until when', () => {
    const { log, changes, state } = runNodes(loop({ until: '{{ index == 2 }}', interval: '1m' }))
    expect(log.flatMap((event) => (event.type === 'timer-fired' ? [event.at] : []))).toEqual([61_001, 121_002])
    expect(changes).toContainEqual(
      expect.objectContaining({ step: 'loop', status: 'waiting', until: 61_001, reason: 'waits for its next iteration' }),
    )
    expect([state.status, state.timers.size]).toEqual(['success', 0])
  })

  test('[W4] the interval may be computed, and none is no wait', () => {
    const waits = (interval: Json) =>
      runNodes(loop({ until: '{{ index == 2 }}', interval })).log.filter(({ type }) => type === 'timer-fired').length
    expect(waits('{{ (index + 1) + "s" }}')).toBe(2)
    expect(waits('0s')).toBe(0)
  })

  test('[W4] while is asked after the wait; without it a loop at its limit fails at once', () => {
    const { log, state } = runNodes(loop({ while: '{{ index < 1 }}', interval: '1m' }))
    expect([log.filter(({ type }) => type === 'timer-fired').length, state.status]).toEqual([1, 'success'])
    const limited = runNodes(loop({ until: '{{ false }}', interval: '1m', maxIterations: 2 }))
    expect(limited.state.error?.code).toBe('LOOP_LIMIT')
    expect(limited.log.filter(({ type }) => type === 'timer-fired')).toHaveLength(1)
  })

  test('[W4] what is no duration fails the loop', () => {
    for (const interval of [5, 'soon', '{{ null }}']) {
      const { state } = runNodes(loop({ until: '{{ false }}', interval }))
      expect(state.error).toMatchObject({
        code: 'BAD_PARAMS',
        step: 'loop',
        message: expect.stringContaining('interval must be a duration'),
      })
    }
  })

  test('[W4] can be canceled and can run out of time while it waits', () => {
    const canceled = runNodes(loop({ until: '{{ false }}', interval: '1m' }), undefined, {
      interrupt: (count) => (count === 2 ? 'cancel' : undefined),
    })
    expect([canceled.state.status, canceled.state.timers.size, canceled.state.live.size]).toEqual(['canceled', 0, 0])
    const late = runNodes({ ...loop({ until: '{{ false }}', interval: '1m' }, { timeout: '90s', next: { timeout: 'late' } }), late: {} })
    expect([late.state.result, late.statuses.loop, late.log.at(-2)?.at]).toEqual(['late', 'timed_out', 91_000])
  })

  test('[W4] a type may bring an interval of its own', () => {
    const { log } = runNodes({ p: { type: 'poll', with: { until: '{{ index == 1 }}' }, nodes: { a: {} } } })
    expect(log.find(({ type }) => type === 'timer-fired')?.at).toBe(11_001)
  })
})

describe('try', () => {
  const parts = { type: 'try', nodes: { a: { next: 'b' }, b: {} }, catch: { c: {} }, finally: { f: {} } }
  const failing =
    (...steps: string[]) =>
    (step: string): Outcome =>
      steps.includes(step) ? { error: { class: 'fatal', code: 'NO', message: step } } : { output: step }

  test('[Y1] catch handles what the body could not, and gives the result', () => {
    const { state, started, statuses } = runNodes({ t: parts }, failing('t.a'))
    expect(started).toEqual(['t.a', 't.catch.c', 't.finally.f'])
    expect(statuses).toMatchObject({ 't.a': 'failed', 't.b': 'skipped', t: 'success' })
    expect(state.result).toBe('t.catch.c')
    expect(seenBy('t.catch.c', '{{ [error.message, error.step] }}', { t: parts }, { answer: failing('t.a') })).toEqual(['t.a', 't.a'])
  })

  test('[Y1] without catch the failure stands', () => {
    const { state, started } = runNodes({ t: { type: 'try', nodes: { a: {} }, finally: { f: {} } } }, failing('t.a'))
    expect(state).toMatchObject({ status: 'failed', error: { step: 't.a' } })
    expect(started).toEqual(['t.a', 't.finally.f'])
  })

  test('[Y2] finally runs after success too, and its result counts for nothing', () => {
    const { state, started } = runNodes({ t: parts }, failing())
    expect(started).toEqual(['t.a', 't.b', 't.finally.f'])
    expect(state.result).toBe('t.b')
  })

  test('[Y2] a failure in finally fails the scope', () => {
    expect(runNodes({ t: parts }, failing('t.finally.f')).state.error?.step).toBe('t.finally.f')
  })

  test('[Y3] a failure in catch fails the scope after finally', () => {
    const { state, started } = runNodes({ t: parts }, failing('t.a', 't.catch.c'))
    expect(state.error?.step).toBe('t.catch.c')
    expect(started.at(-1)).toBe('t.finally.f')
  })

  test('[Y1] two failures in one body open one catch', () => {
    const bad = { type: 'for-each', with: { items: 'no list' }, nodes: {} }
    const { started } = runNodes({
      t: { type: 'try', nodes: { x: { ...bad, nodes: { p: {} } }, y: { ...bad, nodes: { q: {} } } }, catch: { c: {} } },
    })
    expect(started).toEqual(['t.catch.c'])
  })
})

describe('what expressions see', () => {
  test('[X1] input is what arrived: one output, a map of several, or what the section got', () => {
    const nodes = { a: { next: 'c' }, b: { next: 'c' }, c: { next: 'd' }, d: {} }
    const answer = (step: string): Outcome => ({ output: `from ${step}` })
    expect(seenBy('c', '{{ input }}', nodes, { answer })).toEqual({ a: 'from a', b: 'from b' })
    expect(seenBy('d', '{{ input }}', nodes, { answer })).toBe('from c')
    expect(seenBy('a', '{{ [input.body, trigger.body, trigger.type] }}', nodes, { trigger: { body: 5 } })).toEqual([5, 5, 'manual'])
    const each = { each: { type: 'for-each', with: { items: ['x'] }, nodes: { s: {} } } }
    expect(seenBy('each[0].s', '{{ [input, item, index] }}', each)).toEqual(['x', 'x', 0])
  })

  test('[X2] a node of the own iteration hides nothing of the sections around it', () => {
    const nodes = {
      first: { next: 'each' },
      each: { type: 'for-each', with: { items: [1, 2] }, nodes: { a: { next: 'b' }, b: {} } },
    }
    const answer = (step: string): Outcome => ({ output: step })
    expect(seenBy('each[1].b', '{{ [nodes.a.output, nodes.first.output] }}', nodes, { answer })).toEqual(['each[1].a', 'first'])
  })

  test('[X2] catch and finally see how far the body came', () => {
    const nodes = { t: { type: 'try', nodes: { a: { next: 'b' }, b: { next: 'c' }, c: {} }, catch: { d: {} }, finally: { f: {} } } }
    const answer = (step: string): Outcome => (step === 't.b' ? { error: { class: 'fatal' } } : { output: step })
    const seen = ['t.a', 'success', 'failed', 'skipped']
    const text = '{{ [nodes.a.output, nodes.a.status, nodes.b.status, nodes.c.status] }}'
    expect(seenBy('t.catch.d', text, nodes, { answer })).toEqual(seen)
    expect(seenBy('t.finally.f', text, nodes, { answer })).toEqual(seen)
  })

  test('[X3] error is the failure whose path led here, further on too', () => {
    const nodes = { a: { next: { error: 'b' } }, b: { next: 'c' }, c: {} }
    const answer = (step: string): Outcome => (step === 'a' ? { error: { message: 'oh', class: 'fatal' } } : {})
    expect(seenBy('c', '{{ error.message }}', nodes, { answer })).toBe('oh')
    const inner = { t: { type: 'try', nodes: { a: {} }, catch: { each: { type: 'for-each', with: { items: [1] }, nodes: { s: {} } } } } }
    expect(
      seenBy('t.catch.each[0].s', '{{ error.message }}', inner, {
        answer: (step): Outcome => (step === 't.a' ? { error: { message: 'oh', class: 'fatal' } } : {}),
      }),
    ).toBe('oh')
  })

  test('[X4] now is the time of the event that scheduled the step', () => {
    expect(seenBy('a', '{{ now }}', { a: {} })).toBe('1970-01-01T00:00:01.000Z')
  })
})
