import { describe, expect, test } from 'vitest'
import { type Answer, chain, fatal, type Nodes, replay } from '../testing/replay.ts'
import type { Outcome } from '../testing/simulate.ts'

describe('what had ended the execution', () => {
  test('[V4] a failure is tried anew, and what it canceled begins anew', () => {
    const nodes: Nodes = { a: { next: ['b', 'c'] }, b: {}, c: { next: 'd' }, d: {} }
    const answer: Answer = (step): Outcome => (step === 'b' ? fatal : step === 'c' ? { hangs: true } : {})
    const { ran, state, prefix } = replay({ nodes, answer, answerThen: () => ({}) })
    expect(prefix.kept).toEqual(['a'])
    expect(ran).toEqual(['b', 'c', 'd'])
    expect(state.status).toBe('success')
  })

  test('[V4] a failure inside scopes is tried anew where it began', () => {
    const nodes: Nodes = {
      each: { type: 'for-each', with: { items: [1, 2, 3] }, nodes: { t: { type: 'try', nodes: { x: { next: 'y' }, y: {} } } } },
    }
    const answer: Answer = (step) => (step === 'each[1].t.y' ? fatal : {})
    const { ran, state } = replay({ nodes, answer, answerThen: () => ({}) })
    expect(ran).toEqual(['each[1].t.y', 'each[2].t.x', 'each[2].t.y'])
    expect(state.status).toBe('success')
  })

  test('[V4] a failure that a path has dealt with is kept', () => {
    const nodes: Nodes = { a: { next: { error: 'b' } }, b: { next: 'c' }, c: {} }
    const answer: Answer = (step) => (step === 'a' || step === 'c' ? fatal : {})
    expect(replay({ nodes, answer, answerThen: () => ({}) }).ran).toEqual(['c'])
  })

  test('[V4] a stop stops again, and does not keep the chosen step from running', () => {
    const nodes: Nodes = { a: { next: 's' }, s: {}, b: {} }
    const answer: Answer = (step) => (step === 's' ? { stop: { status: 'success' } } : {})
    const { ran, prefix } = replay({ nodes, answer }, { from: 'b' })
    expect(prefix.kept).toEqual(['a'])
    expect(ran).toContain('b')
  })

  test('[V4] a scope that ran out of time goes on with the whole of it', () => {
    const nodes: Nodes = { t: { type: 'try', timeout: '1m', nodes: { a: { next: 'b' }, b: {} } } }
    const answer: Answer = (step): Outcome => (step === 't.b' ? { hangs: true } : {})
    const { ran, state, prefix } = replay({ nodes, answer, answerThen: () => ({}) })
    expect(prefix.state.timers.get('timeout:t')).toBe(560_000)
    expect(ran).toEqual(['t.b'])
    expect(state.status).toBe('success')
  })

  test('[V4] its own time and a cancel request are not taken along', () => {
    const answer: Answer = (step): Outcome => (step === 'b' ? { hangs: true } : {})
    for (const how of [{ settings: { timeout: '1m' } }, { cancelAfter: 2 }]) {
      const { ran, state } = replay({ nodes: chain, answer, answerThen: () => ({}), ...how })
      expect(ran).toEqual(['b', 'c'])
      expect(state.status).toBe('success')
    }
  })
})

describe('what a clean-up has undone', () => {
  const saga = (more: Nodes[string] = {}): Nodes => ({
    before: { next: 't' },
    t: { type: 'try', nodes: { reserve: { next: 'ship' }, ship: {} }, catch: { release: {} }, next: 'after', ...more },
    after: {},
  })
  const stuck: Answer = (step): Outcome => (step === 't.ship' ? { hangs: true } : {})
  const canceled = { cancelAfter: 3, cancelHow: 'clean-up' } as const

  test('[V11] is done again: the try that a cancel has made clean up is run whole', () => {
    const { ran, prefix, state } = replay({ nodes: saga(), answer: stuck, answerThen: () => ({}), ...canceled })
    expect([prefix.kept, prefix.undone]).toEqual([['before'], []])
    expect(ran).toEqual(['t.reserve', 't.ship', 'after'])
    expect(state.status).toBe('success')
  })

  test('[V11] is done again in the iterations that cleaned up, and kept in those that had ended', () => {
    const nodes: Nodes = {
      each: {
        type: 'for-each',
        with: { items: [1, 2, 3] },
        nodes: { t: { type: 'try', nodes: { x: { next: 'y' }, y: {} }, catch: { undo: {} } } },
      },
    }
    const answer: Answer = (step): Outcome => (step === 'each[1].t.y' ? { hangs: true } : {})
    const { ran } = replay({ nodes, answer, answerThen: () => ({}), cancelAfter: 4, cancelHow: 'clean-up' })
    expect(ran).toEqual(['each[1].t.x', 'each[1].t.y', 'each[2].t.x', 'each[2].t.y'])
  })

  test('[V11] is kept where nothing undid it: without a catch, and where a cancel allowed no clean-up', () => {
    const nodes: Nodes = { t: { type: 'try', nodes: { reserve: { next: 'ship' }, ship: {} }, finally: { close: {} } } }
    const answer = stuck
    expect(replay({ nodes, answer, answerThen: () => ({}), cancelAfter: 2, cancelHow: 'clean-up' }).ran).toEqual([
      't.ship',
      't.finally.close',
    ])
    expect(replay({ nodes: saga(), answer, answerThen: () => ({}), ...canceled, cancelHow: 'cancel' }).ran).toEqual(['t.ship', 'after'])
  })

  test('[V11] is kept by whoever chooses a step inside, and named', () => {
    const { ran, prefix } = replay({ nodes: saga(), answer: stuck, answerThen: () => ({}), ...canceled }, { from: 't.ship' })
    expect([prefix.kept, prefix.undone]).toEqual([['before', 't.reserve'], ['t']])
    expect(ran).toEqual(['t.ship', 'after'])
    const failing: Answer = (step) => (step === 't.ship' ? fatal : {})
    expect(replay({ nodes: saga(), answer: failing }, { from: 't.ship' }).prefix.undone).toEqual(['t'])
    expect(replay({ nodes: saga(), answer: failing }, { from: 't.catch.release' }).prefix.undone).toEqual([])
    expect(replay({ nodes: saga(), answer: failing }, { from: 'after' }).prefix.undone).toEqual([])
  })
})
