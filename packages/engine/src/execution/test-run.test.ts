import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomScopes, uniqueNodes } from '../testing/random-nodes.ts'
import { fold, type Outcome, type Simulation, simulate, stateText } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import { testScale } from '../testing/test-scale.ts'
import type { ExecutionStarted, TestFact } from './event.ts'
import { readHistory } from './history.ts'

type Nodes = Record<string, TestNode>
type Answer = NonNullable<Simulation['answer']>

function started(fact: TestFact): ExecutionStarted {
  const trigger = { id: 'manual', type: 'manual', data: { from: 'trigger' } }
  const workflow = { id: 'test', version: 1 }
  return { type: 'execution-started', at: 0, executionId: 'e', workflow, trigger, inputs: {}, vars: {}, env: {}, test: fact }
}

/** Which steps ran, what each node saw as `input`, and what came of it. */
function tryOut(nodes: Nodes, fact: TestFact, answer: Answer = () => ({})) {
  const plan = planOf(nodes)
  const ran: string[] = []
  const onRun = (step: string): void => void ran.push(step)
  const { state, log } = simulate(plan, { answer, begins: [started(fact)], onRun })
  expect(stateText(fold(plan, log).state)).toBe(stateText(state))
  const steps = new Map(readHistory(plan, log).steps.map((step) => [step.step, step]))
  return { ran, state, steps }
}

const fatal: Outcome = { error: { class: 'fatal' } }
const diamond: Nodes = {
  a: { type: 'choice', next: { a: 'b', b: 'c' } },
  b: { next: 'd' },
  c: { next: 'd' },
  d: { next: ['e', 'f'] },
  e: {},
  f: {},
  other: { next: 'f' },
}

describe('what is given', () => {
  test('[M1] stands in for running the node, and what follows sees its output', () => {
    const { ran, steps, state } = tryOut({ a: { next: 'b' }, b: { next: 'c' }, c: {} }, { given: { b: { output: { n: [1] } } } })
    expect(ran).toEqual(['a', 'c'])
    expect(steps.get('b')).toMatchObject({ status: 'success', port: 'success', output: { n: [1] }, given: true, attempts: [] })
    expect(steps.get('c')).not.toHaveProperty('given')
    expect(state.status).toBe('success')
  })

  test('[M1] leaves by the port that is given, stands in for every iteration, and for whole scopes', () => {
    expect(tryOut(diamond, { given: { a: { port: 'b', output: 0 } } }).ran).toEqual(['other', 'c', 'd', 'e', 'f'])
    const each: Nodes = { each: { type: 'for-each', with: { items: [1, 2] }, nodes: { x: { next: 'y' }, y: {} }, next: 'z' }, z: {} }
    expect(tryOut(each, { given: { x: { output: 0 } } }).ran).toEqual(['each[0].y', 'each[1].y', 'z'])
    const whole = tryOut(each, { given: { each: { output: ['given'] } } })
    expect(whole.ran).toEqual(['z'])
    expect(whole.steps.has('each[0].x')).toBe(false)
  })

  test('[M1] what no edge leads to is skipped all the same', () => {
    const { ran, steps } = tryOut(diamond, { given: { c: { output: 'given' } } })
    expect(ran).toEqual(['a', 'other', 'b', 'd', 'e', 'f'])
    expect(steps.get('c')?.status).toBe('skipped')
  })
})

describe('a target', () => {
  test('[M2] is run with what leads to it, and nothing else', () => {
    const { ran, steps } = tryOut(diamond, { target: { node: 'd' } })
    expect(ran).toEqual(['a', 'b', 'd'])
    expect(steps.get('other')).toMatchObject({ status: 'skipped', reason: 'not part of the test run' })
    expect(steps.get('e')?.status).toBe('skipped')
  })

  test('[M2] in a scope is run in each iteration, with what leads to the scope', () => {
    const nodes: Nodes = {
      a: { next: 'each' },
      each: { type: 'for-each', with: { items: [1, 2] }, nodes: { x: { next: 'y' }, y: { next: 'z' }, z: {}, w: {} }, next: 'after' },
      after: {},
      beside: {},
    }
    const { ran, state } = tryOut(nodes, { target: { node: 'y' } })
    expect(ran).toEqual(['a', 'each[0].x', 'each[0].y', 'each[1].x', 'each[1].y'])
    expect(state.result).toEqual(['each[0].y', 'each[1].y'])
  })

  test('[M2] in a catch or a finally needs what comes before', () => {
    const nodes: Nodes = { t: { type: 'try', nodes: { a: {}, b: {} }, catch: { c: {}, c2: {} }, finally: { f: {} } } }
    const answer: Answer = (step) => (step === 't.b' ? fatal : {})
    expect(tryOut(nodes, { target: { node: 'c' } }, answer).ran).toEqual(['t.a', 't.b', 't.catch.c'])
    expect(tryOut(nodes, { target: { node: 'f' } }, answer).ran).toEqual(['t.a', 't.b', 't.catch.c', 't.catch.c2', 't.finally.f'])
  })

  test('[M2] a scope before it is run whole', () => {
    const nodes: Nodes = {
      each: { type: 'for-each', with: { items: [1] }, nodes: { x: { next: 'y' }, y: {} }, next: 'z' },
      z: { next: 'q' },
      q: {},
    }
    expect(tryOut(nodes, { target: { node: 'z' } }).ran).toEqual(['each[0].x', 'each[0].y', 'z'])
    expect(tryOut(nodes, { target: { node: 'each' } }).ran).toEqual(['each[0].x', 'each[0].y'])
  })

  test('[M2] what leads only to what is given is not run', () => {
    const { ran, steps } = tryOut(diamond, { given: { b: { output: 'given' } }, target: { node: 'd' } })
    expect(ran).toEqual(['a', 'd'])
    const chain: Nodes = { a: { next: 'b' }, b: { next: 'c' }, c: { next: 'd' }, d: {} }
    expect(tryOut(chain, { given: { b: { output: 'given' } }, target: { node: 'c' } }).ran).toEqual(['c'])
    expect(tryOut(chain, { given: { c: { output: 'given' } }, target: { node: 'c' } })).toMatchObject({
      ran: [],
      state: { result: 'given' },
    })
    expect(steps.get('b')).toMatchObject({ given: true })
  })

  test('[M3] is the result, and nothing follows from it', () => {
    expect(tryOut(diamond, { target: { node: 'd' } }).state).toMatchObject({ status: 'success', result: 'd' })
    const failing: Nodes = { a: { next: { success: 'b', error: 'c' } }, b: {}, c: {} }
    expect(tryOut(failing, { target: { node: 'a' } }, () => fatal).ran).toEqual(['a'])
    expect(tryOut(diamond, { target: { node: 'nobody' } })).toMatchObject({ ran: [], state: { status: 'success', result: null } })
  })
})

describe('a target that is run alone', () => {
  const alone = (node: string, more: object = {}) => ({ node, alone: true as const, ...more })

  test('[M4] reads what is given, and nothing else is run', () => {
    const nodes: Nodes = { ...diamond, e: { with: { seen: '{{ [input, nodes.b.output, nodes.a.output] }}' } } }
    const given = { d: { output: 1 }, b: { output: 2 } }
    const { ran, steps, state } = tryOut(nodes, { given, target: alone('e') })
    expect(ran).toEqual(['e'])
    expect(steps.get('d')).toMatchObject({ given: true, output: 1 })
    expect(state).toMatchObject({ status: 'success', result: 'e' })
    expect(tryOut(nodes, { target: alone('d') }).ran).toEqual(['d'])
  })

  test('[M4] sees as input what its edges bring, the data of the trigger, or what is given in place of them', () => {
    const inputOf = (fact: TestFact, nodes = diamond): unknown => {
      const plan = planOf(nodes)
      let seen: unknown
      const onRun: Simulation['onRun'] = (step, state) => {
        const live = state.live.get(step)
        seen = live?.givenInput ?? live?.arrivals.map(({ output }) => output)[0] ?? live?.run.input
      }
      simulate(plan, { begins: [started(fact)], onRun })
      return seen
    }
    expect(inputOf({ given: { d: { output: 'from d' } }, target: alone('e') })).toBe('from d')
    expect(inputOf({ given: { a: { port: 'a', output: 'from a' } }, target: alone('b') })).toBe('from a')
    expect(inputOf({ target: alone('e') })).toEqual({ from: 'trigger' })
    expect(inputOf({ given: { d: { output: 'from d' } }, target: alone('e', { input: [] }) })).toEqual([])
  })

  const scopes: Nodes = {
    each: {
      type: 'for-each',
      with: { items: '{{ nodes.list.output }}' },
      nodes: {
        t: {
          type: 'try',
          nodes: { a: {} },
          catch: { l: { type: 'loop', with: { while: '{{ false }}' }, nodes: { x: { next: 'y' }, y: {} } } },
        },
      },
      next: 'after',
    },
    list: { next: 'each' },
    after: {},
  }

  test('[M5] in scopes is run once, in the iteration that is asked for and the part that holds it', () => {
    const given = { list: { output: ['p', 'q', 'r'] }, x: { output: 'x' } }
    const { ran, state } = tryOut(scopes, { given, target: alone('y', { at: { each: 1, l: 4 } }) })
    expect(ran).toEqual(['each[1].t.catch.l[4].y'])
    expect(state.status).toBe('success')
    expect(tryOut(scopes, { given, target: alone('a', { at: { each: 99 } }) }).ran).toEqual(['each[2].t.a'])
  })

  test('[M5] needs no list where an item is given, and says so where there is none', () => {
    expect(tryOut(scopes, { target: alone('a', { item: 'mine' }) }).ran).toEqual(['each[0].t.a'])
    const { state } = tryOut(scopes, { given: { list: { output: [] } }, target: alone('a') })
    expect(state).toMatchObject({ status: 'failed', error: { code: 'NO_ITEM' } })
    expect(tryOut(scopes, { target: alone('a') }).state).toMatchObject({ status: 'failed', error: { code: 'NO_ITEM' } })
  })

  test('[M6] ends the execution as it ended itself', () => {
    const given = { list: { output: [1] } }
    const answer: Answer = (step) => (step.endsWith('.a') ? fatal : {})
    expect(tryOut(scopes, { given, target: alone('a') }, answer).state).toMatchObject({ status: 'failed', error: { step: 'each[0].t.a' } })
    const handled: Nodes = { a: { next: { success: 'b', error: 'c' } }, b: {}, c: {} }
    expect(tryOut(handled, { target: alone('a') }, () => fatal).state.status).toBe('failed')
    expect(tryOut(scopes, { given, target: alone('each') }).state).toMatchObject({ status: 'success' })
  })
})

test('[P4] every test run comes to an end, and runs nothing that is given', () => {
  fc.assert(
    fc.property(randomScopes(2), fc.infiniteStream(fc.nat()), fc.nat(), fc.boolean(), (sketch, picks, which, isAlone) => {
      const nodes = uniqueNodes(sketch)
      const plan = planOf(nodes)
      const ids = [...plan.nodes.keys()]
      const pick = (): string => ids[picks.next().value % ids.length] ?? ''
      const given = Object.fromEntries([pick(), pick()].map((id) => [id, { output: id }]))
      const target = which % 3 === 0 ? undefined : { node: pick(), ...(isAlone && { alone: true as const, item: 1 }) }
      const ran = new Set<string>()
      const { state, log } = simulate(plan, {
        pick: (count) => picks.next().value % count,
        onRun: (step) => void ran.add(step.slice(step.lastIndexOf('.') + 1)),
        begins: [started({ given, ...(target && { target }) })],
      })
      expect(['success', 'failed']).toContain(state.status)
      for (const id of Object.keys(given)) if (!target?.alone || id !== target.node) expect(ran.has(id)).toBe(false)
      if (target?.alone && plan.nodes.get(target.node)?.scope === undefined) expect(ran.size).toBeLessThanOrEqual(1)
      expect(stateText(fold(plan, log).state)).toBe(stateText(state))
    }),
    { numRuns: testScale(2_000) },
  )
})
