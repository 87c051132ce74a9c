import { describe, expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { type Answer, chain, fatal, type Nodes, replay, started } from '../testing/replay.ts'
import type { Outcome } from '../testing/simulate.ts'
import type { TestNode } from '../testing/test-catalog.ts'
import { editInput } from './edit-input.ts'
import { atOnce } from './piecewise.ts'
import { replayPrefix } from './replay-prefix.ts'

describe('an edited workflow', () => {
  test('[V6] names the nodes that have changed, which keep what they gave', () => {
    const edited: Nodes = { ...chain, a: { next: 'b', with: { other: true } } }
    const { prefix, ran, history } = replay({ nodes: chain, edited }, { from: 'c' })
    expect(prefix.changedNodes).toEqual(['a'])
    expect(ran).toEqual(['c'])
    expect(history.steps[0]?.output).toBe('a')
  })

  test('[V6] loses what it has no place for, and runs what is new', () => {
    const edited: Nodes = { a: { next: 'n' }, n: { next: 'c' }, c: {} }
    const { ran, prefix } = replay({ nodes: chain, edited }, { from: 'c' })
    expect(prefix.kept).toEqual(['a'])
    expect(ran).toEqual(['n', 'c'])
  })

  test('[V6] that bears a kept failure no more runs it again, where there are many all of its kind', () => {
    for (const [failing, again] of [
      [[0, 2], 2],
      [Array.from({ length: 30 }, (_, index) => index * 2), 30],
    ] as const) {
      const items = Array.from({ length: 60 }, (_, index) => index)
      const params = { items, concurrency: 60 }
      const each: TestNode = { type: 'for-each', with: { ...params, onItemError: 'collect' }, nodes: { x: {} }, next: 'z' }
      const nodes: Nodes = { each, z: {} }
      const edited: Nodes = { each: { ...each, with: params }, z: {} }
      const answer: Answer = (step) => (failing.some((index) => step === `each[${index}].x`) ? fatal : {})
      const { ran, state } = replay({ nodes, edited, answer, answerThen: () => ({}) }, { from: 'z' })
      expect(ran).toHaveLength(again + 1)
      expect(state.status).toBe('success')
    }
  })

  test('[V6] a kept failure beside it does not cancel the chosen step', () => {
    const nodes: Nodes = {
      each: { type: 'for-each', with: { items: [1, 2], concurrency: 2 }, nodes: { x: {} }, next: { error: 'z' } },
      z: {},
    }
    const answer: Answer = (step) => (step === 'each[1].x' ? fatal : {})
    const { ran, prefix } = replay({ nodes, answer }, { from: 'each[0].x' })
    expect(prefix.target?.status).toBe('running')
    expect(ran.slice(0, 1)).toEqual(['each[0].x'])
  })

  test('[V7] with another policy takes the last attempt as the first, and tries no kept failure again', () => {
    const nodes: Nodes = { a: { retry: { attempts: 3, delay: '1s' }, next: 'b' }, b: { next: { error: 'c' } }, c: {} }
    const edited: Nodes = { a: { next: 'b' }, b: { retry: { attempts: 9, delay: '1s' }, next: { error: 'c' } }, c: {} }
    const answer: Answer = (step, _node, attempt): Outcome => ((step === 'a' && attempt < 3) || step === 'b' ? { error: {} } : {})
    const { ran, history } = replay({ nodes, edited, answer }, { from: 'c' })
    expect(ran).toEqual(['c'])
    expect(history.steps.map(({ step, status }) => [step, status])).toEqual([
      ['a', 'success'],
      ['b', 'failed'],
      ['c', 'success'],
    ])
    expect(history.steps[0]?.attempts).toHaveLength(1)
  })

  test('[V7] does not try a kept timeout or a wait in vain again', () => {
    const nodes: Nodes = { a: { timeout: '1m', next: { timeout: 'b' } }, b: { next: { timeout: 'c' } }, c: {} }
    const retry = { attempts: 3, delay: '1s' } as const
    const edited: Nodes = { ...nodes, a: { ...nodes.a, retry }, b: { ...nodes.b, retry } }
    const answer: Answer = (step): Outcome => {
      if (step === 'a') return { hangs: true }
      return step === 'b' ? { wait: { type: 'signal', channel: 'event', key: 'k', until: 90_000 }, isSilent: true } : {}
    }
    expect(replay({ nodes, edited, answer }, { from: 'c' }).ran).toEqual(['c'])
  })
})

describe('given outputs', () => {
  test('[V8] stand for the recorded ones', () => {
    const { history, prefix } = replay({ nodes: chain }, { from: 'c', outputs: { a: { other: 1 } } })
    expect(history.steps[0]).toMatchObject({ output: { other: 1 }, taken: { executionId: 'e1', given: true } })
    expect(prefix.kept).toEqual(['a', 'b'])
  })

  test('[V8] stand for a whole scope, inside which nothing is run or kept', () => {
    const nodes: Nodes = { each: { type: 'for-each', with: { items: [1, 2] }, nodes: { x: {} }, next: 'z' }, z: {} }
    const { history, ran } = replay({ nodes }, { from: 'z', outputs: { each: ['given'] } })
    expect(ran).toEqual(['z'])
    expect(history.steps[0]).toMatchObject({ status: 'success', output: ['given'] })
    expect(history.steps[1]).toMatchObject({ step: 'each[0].x', status: 'canceled', reason: 'the output of its scope was given' })
  })
})

describe('an edited input', () => {
  const edit = (nodes: Nodes, from: string, input: Json, answer?: Answer) =>
    editInput(replay({ nodes, ...(answer && { answer }) }, { from }).prefix.state, from, input)

  test('[V10] is given to the step before, to each of several by its id, through a disabled one', () => {
    expect(edit(chain, 'c', 1)).toEqual({ ok: true, outputs: { b: 1 } })
    const joined: Nodes = { a: { next: 'j' }, b: { next: 'j' }, j: {} }
    expect(edit(joined, 'j', { b: 2 })).toEqual({ ok: true, outputs: { b: 2 } })
    expect(edit(joined, 'j', { x: 2 })).toEqual({ ok: false, why: 'j has no input from x: it sees the outputs of a, b' })
    expect(edit(joined, 'j', 2)).toMatchObject({ ok: false })
    expect(edit({ a: { next: 'b' }, b: { disabled: true, next: 'c' }, c: {} }, 'c', 1)).toEqual({ ok: true, outputs: { a: 1 } })
  })

  test('[V10] of an entry node is other trigger data, of one in a scope what the scope got', () => {
    expect(edit(chain, 'a', { body: 1 })).toEqual({ ok: true, triggerData: { body: 1 } })
    expect(edit(chain, 'a', 1)).toMatchObject({ ok: false })
    expect(edit({ a: { next: 't' }, t: { type: 'try', nodes: { b: {} } } }, 't.b', 1)).toEqual({ ok: true, outputs: { a: 1 } })
    expect(edit({ a: { next: 'l' }, l: { type: 'loop', with: { until: '{{ true }}' }, nodes: { b: {} } } }, 'l[0].b', 1)).toEqual({
      ok: true,
      outputs: { a: 1 },
    })
  })

  test('[V10] of an entry of an iteration is another item, which all of the iteration sees', () => {
    const nodes: Nodes = { e: { type: 'for-each', with: { items: [1, 2] }, nodes: { b: { next: 'c' }, c: {} } } }
    expect(edit(nodes, 'e[1].b', 'new')).toEqual({ ok: true, items: { 'e[1]': 'new' } })
    const { recording, plan } = replay({ nodes })
    const given = { ...started, replay: { executionId: 'e1', choice: '', items: { 'e[1]': 'new' } } }
    const { state, kept } = atOnce(replayPrefix({ recording, plan, started: given, from: 'e[1].b' }))
    expect(state.live.get('e[1].b')?.run.item).toBe('new')
    expect(kept).toEqual(['e[0].b', 'e[0].c'])
  })

  test('[V10] is refused for the result of a round before, and for a failure', () => {
    expect(edit({ l: { type: 'loop', with: { while: '{{ index < 2 }}' }, nodes: { b: {} } } }, 'l[1].b', 1)).toMatchObject({ ok: false })
    const nodes: Nodes = { a: { next: { error: 'b' } }, b: {} }
    const why = 'its input is the failure of a, which is kept'
    expect(edit(nodes, 'b', 1, (step) => (step === 'a' ? fatal : {}))).toEqual({ ok: false, why })
    expect(edit(chain, 'nobody', 1)).toMatchObject({ ok: false })
  })
})
