import { describe, expect, test } from 'vitest'
import { evaluateTemplate } from '../expression/template.ts'
import type { Json } from '../json.ts'
import { type Outcome, type Simulation, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import { placeOf, stepScope } from './step-scope.ts'

function run(nodes: Record<string, TestNode>, answer: Simulation['answer'] = () => ({}), more: Simulation = {}) {
  const result = simulate(planOf(nodes), { answer, ...more })
  const started = result.commands.flatMap((command) => (command.type === 'run-step' ? [command.step] : []))
  const statuses = Object.fromEntries(result.changes.map((change) => [change.step, change.status]))
  return { ...result, started, statuses }
}

/** What `text` is worth in a step at the moment it is run. */
function seenBy(step: string, text: string, nodes: Record<string, TestNode>, simulation: Simulation = {}): Json | undefined {
  const plan = planOf(nodes)
  let seen: Json | undefined
  const answer: Simulation['answer'] = (...asked) => simulation.answer?.(...asked) ?? {}
  const outcome = simulate(plan, {
    ...simulation,
    answer,
    onRun(path, state) {
      const live = state.live.get(path)
      if (path !== step || live === undefined) return
      const template = planOf({ probe: { with: { text } } })
        .nodes.get('probe')
        ?.param.get('text')
      if (template !== undefined) seen = evaluateTemplate(template, stepScope(plan, state, placeOf(live)))
    },
  })
  expect(outcome.state.status).not.toBe('running')
  return seen
}

describe('for-each', () => {
  const each = (params: Record<string, Json>, more: Partial<TestNode> = {}): Record<string, TestNode> => ({
    each: { type: 'for-each', with: params, nodes: { a: {} }, ...more },
  })

  test('[L1] iterations begin in order, so many at a time as allowed', () => {
    const { changes } = run(each({ items: [1, 2, 3, 4, 5], concurrency: 2 }), undefined, { pick: (count) => count - 1 })
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
    const { state } = run(each({ items: ['x', 'y', 'z'], concurrency: 3 }), (step) => ({ output: step }), { pick: (count) => count - 1 })
    expect(state.result).toEqual(['each[0].a', 'each[1].a', 'each[2].a'])
  })

  test('[L2] no items, no work', () => {
    expect(run(each({ items: [] })).state.result).toEqual([])
    expect(run(each({ items: {} })).state.result).toEqual([])
    expect(run(each({ items: '{{ trigger.lines }}' })).state.result).toEqual([])
  })

  test('[L2] what has no result is null, or left out when compact', () => {
    const second = (step: string): Outcome => (step === 'each[1].a' ? { error: { class: 'fatal' } } : {})
    const skips = { nodes: { a: { onError: 'skip' } } } as const
    expect(run(each({ items: [1, 2, 3] }, skips), second).state.result).toEqual(['each[0].a', null, 'each[2].a'])
    expect(run(each({ items: [1, 2, 3], results: 'compact' }, skips), second).state.result).toEqual(['each[0].a', 'each[2].a'])
  })

  test('[L3] one failed iteration ends the others', () => {
    const { state, statuses } = run(each({ items: [1, 2, 3], concurrency: 2 }), (step) =>
      step === 'each[0].a' ? { error: {} } : { hangs: true },
    )
    expect(state.status).toBe('failed')
    expect(statuses).toEqual({ each: 'failed', 'each[0].a': 'failed', 'each[1].a': 'canceled' })
  })

  test('[L3] with collect a failed iteration is a result like the others', () => {
    const { state } = run(each({ items: [1, 2], onItemError: 'collect' }), (step) =>
      step === 'each[0].a' ? { error: { code: 'NO', message: 'no', class: 'fatal' } } : { output: 'fine' },
    )
    expect(state.result).toEqual([{ error: { code: 'NO', class: 'fatal', message: 'no', step: 'each[0].a' } }, 'fine'])
  })

  test('[L3] with continue a failed iteration has no result', () => {
    const failing = (step: string): Outcome => (step === 'each[0].a' ? { error: { class: 'fatal' } } : { output: 'fine' })
    expect(run(each({ items: [1, 2], onItemError: 'continue' }), failing).state.result).toEqual([null, 'fine'])
    expect(run(each({ items: [1, 2], onItemError: 'continue', results: 'compact' }), failing).state.result).toEqual(['fine'])
  })

  test('[L6] until ends it early, and what was done is the output', () => {
    const items = [1, 2, 3, 4]
    expect(run(each({ items, until: '{{ nodes.a.output == "each[1].a" && item == 2 && index == 1 }}' })).state.result).toEqual([
      'each[0].a',
      'each[1].a',
    ])
    expect(
      run(each({ items, until: '{{ input.error }}', onItemError: 'collect' }), () => ({ error: { class: 'fatal' } })).state.result,
    ).toHaveLength(1)
    expect(run(each({ items, until: '{{ false }}' })).state.result).toHaveLength(4)
  })

  test('[L6] iterations that run are canceled then, and those before them have no result', () => {
    const { state, statuses } = run(each({ items: [1, 2, 3, 4], concurrency: 3, until: '{{ index == 1 }}' }), (step) =>
      step === 'each[1].a' ? { output: 'enough' } : { hangs: true },
    )
    expect(state.result).toEqual([null, 'enough'])
    expect(statuses).toEqual({ each: 'success', 'each[0].a': 'canceled', 'each[1].a': 'success', 'each[2].a': 'canceled' })
    expect([state.live.size, state.timers.size]).toEqual([0, 0])
  })

  test('[L6] an until that cannot be evaluated fails the step', () => {
    const { state } = run(each({ items: [1, 2], until: '{{ input.x.y }}' }))
    expect(state.error).toMatchObject({ code: 'EXPRESSION_NO_VALUE', step: 'each' })
  })

  test('[L7] too many items are refused before any begins, unless they come in groups', () => {
    const { state, started } = run(each({ items: [1, 2, 3], maxItems: 2 }))
    expect(state.error).toMatchObject({ code: 'TOO_MANY_ITEMS', class: 'fatal', message: expect.stringContaining('batch') })
    expect(started).toEqual([])
    expect(run(each({ items: [1, 2, 3], maxItems: 2, batch: 2 })).state.result).toHaveLength(2)
    const many = { each: { type: 'for-each', with: { items: Array(100_001).fill(1) }, nodes: { a: { disabled: true } } } }
    expect(run(many).state.error?.code).toBe('TOO_MANY_ITEMS')
  })

  test('[L8] progress is told now and then, and nothing for a handful', () => {
    const told = (count: number) =>
      run(each({ items: Array(count).fill(1) })).changes.flatMap(({ step, progress }) => (progress ? [{ step, ...progress }] : []))
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
      const { state, started } = run(each(params))
      expect(state.error).toMatchObject({ class: 'fatal', step: 'each', message: expect.stringContaining(message) })
      expect(started).toEqual([])
    }
  })

  test('[L5] ten times the items are ten times the work', () => {
    const operations = (count: number) => {
      const { commands, changes } = run(each({ items: Array.from({ length: count }, (_, index) => index), concurrency: 4 }))
      return commands.length + changes.length
    }
    // From a thousand on progress is told a hundred times.
    const told = 99
    expect(operations(10_000) - told).toBe(10 * (operations(1000) - told) - 9 * operations(0))
  })
})

describe('loop', () => {
  const countTo = (limit: number): Record<string, TestNode> => ({
    loop: { type: 'loop', with: { until: `{{ nodes.a.output >= ${limit} }}` }, nodes: { a: {} } },
  })
  const index = (step: string): Outcome => ({ output: Number(/\[(\d+)\]/.exec(step)?.[1]) + 1 })

  test('[W1] until is asked after each iteration and sees its nodes', () => {
    const { started, state } = run(countTo(3), index)
    expect(started).toEqual(['loop[0].a', 'loop[1].a', 'loop[2].a'])
    expect(state.result).toBe(3)
  })

  test('[W1] while is asked before, and may let nothing run', () => {
    const nodes = { loop: { type: 'loop', with: { while: '{{ index < 2 }}' }, nodes: { a: {} } } }
    expect(run(nodes).started).toEqual(['loop[0].a', 'loop[1].a'])
    expect(run({ loop: { ...nodes.loop, with: { while: '{{ false }}' } } })).toMatchObject({
      started: [],
      state: { status: 'success', result: null },
    })
  })

  test('[W2] each iteration sees the result of the one before', () => {
    expect(seenBy('loop[2].a', '{{ [nodes.loop.output, input, index] }}', countTo(3), { answer: index })).toEqual([2, 2, 2])
  })

  test('[W3] a loop that would never end fails', () => {
    const nodes = (max: number) => ({ loop: { type: 'loop', with: { while: '{{ true }}', maxIterations: max }, nodes: { a: {} } } })
    const { state, started } = run(nodes(5))
    expect(state.error?.code).toBe('LOOP_LIMIT')
    expect(started).toHaveLength(5)
    expect(run({ loop: { type: 'loop', with: { while: '{{ true }}' }, nodes: { a: {} } } }).started).toHaveLength(100)
  })

  test('[W3] empty iterations need no deep stack', () => {
    const nodes = { loop: { type: 'loop', with: { while: '{{ true }}', maxIterations: 100_000 }, nodes: { a: { disabled: true } } } }
    expect(run(nodes).state.error?.code).toBe('LOOP_LIMIT')
  })
})

describe('a loop with an interval', () => {
  const loop = (params: Record<string, Json>, more: Partial<TestNode> = {}): Record<string, TestNode> => ({
    loop: { type: 'loop', with: params, nodes: { a: {} }, ...more },
  })

  test('[W4] waits between its iterations, on a timer, and says until when', () => {
    const { log, changes, state } = run(loop({ until: '{{ index == 2 }}', interval: '1m' }))
    expect(log.flatMap((event) => (event.type === 'timer-fired' ? [event.at] : []))).toEqual([61_001, 121_002])
    expect(changes).toContainEqual(
      expect.objectContaining({ step: 'loop', status: 'waiting', until: 61_001, reason: 'waits for its next iteration' }),
    )
    expect([state.status, state.timers.size]).toEqual(['success', 0])
  })

  test('[W4] the interval may be computed, and none is no wait', () => {
    const waits = (interval: Json) =>
      run(loop({ until: '{{ index == 2 }}', interval })).log.filter(({ type }) => type === 'timer-fired').length
    expect(waits('{{ (index + 1) + "s" }}')).toBe(2)
    expect(waits('0s')).toBe(0)
  })

  test('[W4] while is asked after the wait; without it a loop at its limit fails at once', () => {
    const { log, state } = run(loop({ while: '{{ index < 1 }}', interval: '1m' }))
    expect([log.filter(({ type }) => type === 'timer-fired').length, state.status]).toEqual([1, 'success'])
    const limited = run(loop({ until: '{{ false }}', interval: '1m', maxIterations: 2 }))
    expect(limited.state.error?.code).toBe('LOOP_LIMIT')
    expect(limited.log.filter(({ type }) => type === 'timer-fired')).toHaveLength(1)
  })

  test('[W4] what is no duration fails the loop', () => {
    for (const interval of [5, 'soon', '{{ null }}']) {
      const { state } = run(loop({ until: '{{ false }}', interval }))
      expect(state.error).toMatchObject({
        code: 'BAD_PARAMS',
        step: 'loop',
        message: expect.stringContaining('interval must be a duration'),
      })
    }
  })

  test('[W4] can be canceled and can run out of time while it waits', () => {
    const canceled = run(loop({ until: '{{ false }}', interval: '1m' }), undefined, {
      interrupt: (count) => (count === 2 ? 'cancel' : undefined),
    })
    expect([canceled.state.status, canceled.state.timers.size, canceled.state.live.size]).toEqual(['canceled', 0, 0])
    const late = run({ ...loop({ until: '{{ false }}', interval: '1m' }, { timeout: '90s', next: { timeout: 'late' } }), late: {} })
    expect([late.state.result, late.statuses.loop, late.log.at(-2)?.at]).toEqual(['late', 'timed_out', 91_000])
  })

  test('[W4] a type may bring an interval of its own', () => {
    const { log } = run({ p: { type: 'poll', with: { until: '{{ index == 1 }}' }, nodes: { a: {} } } })
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
    const { state, started, statuses } = run({ t: parts }, failing('t.a'))
    expect(started).toEqual(['t.a', 't.catch.c', 't.finally.f'])
    expect(statuses).toMatchObject({ 't.a': 'failed', 't.b': 'skipped', t: 'success' })
    expect(state.result).toBe('t.catch.c')
    expect(seenBy('t.catch.c', '{{ [error.message, error.step] }}', { t: parts }, { answer: failing('t.a') })).toEqual(['t.a', 't.a'])
  })

  test('[Y1] without catch the failure stands', () => {
    const { state, started } = run({ t: { type: 'try', nodes: { a: {} }, finally: { f: {} } } }, failing('t.a'))
    expect(state).toMatchObject({ status: 'failed', error: { step: 't.a' } })
    expect(started).toEqual(['t.a', 't.finally.f'])
  })

  test('[Y2] finally runs after success too, and its result counts for nothing', () => {
    const { state, started } = run({ t: parts }, failing())
    expect(started).toEqual(['t.a', 't.b', 't.finally.f'])
    expect(state.result).toBe('t.b')
  })

  test('[Y2] a failure in finally fails the scope', () => {
    expect(run({ t: parts }, failing('t.finally.f')).state.error?.step).toBe('t.finally.f')
  })

  test('[Y3] a failure in catch fails the scope after finally', () => {
    const { state, started } = run({ t: parts }, failing('t.a', 't.catch.c'))
    expect(state.error?.step).toBe('t.catch.c')
    expect(started.at(-1)).toBe('t.finally.f')
  })

  test('[Y1] two failures in one body open one catch', () => {
    const bad = { type: 'for-each', with: { items: 'no list' }, nodes: {} }
    const { started } = run({
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
