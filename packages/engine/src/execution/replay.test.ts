import { describe, expect, test } from 'vitest'
import { type Answer, chain, fatal, type Nodes, outcomesIn, replay, started } from '../testing/replay.ts'
import { fold, type Outcome, stateText } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import { atOnce } from './piecewise.ts'
import { readRecording } from './recorded-steps.ts'
import { replayPrefix } from './replay-prefix.ts'

describe('what a replay begins with', () => {
  test('[V1] is its own start, then what is kept, marked and with the time of the start', () => {
    const { prefix } = replay({ nodes: chain }, { from: 'c' })
    expect(prefix.events.map(({ type, at }) => [type, at])).toEqual([
      ['execution-started', 500_000],
      ['step-succeeded', 500_000],
      ['step-succeeded', 500_000],
    ])
    expect(prefix.events[0]).toEqual(started)
    expect(prefix.events[1]).toMatchObject({ step: 'a', output: 'a', startedAt: 500_000, taken: { executionId: 'e1' } })
    expect(stateText(fold(planOf(chain), prefix.events).state)).toBe(stateText(prefix.state))
  })

  test('[V1] of a replay of a replay, the mark says where a step was really run', () => {
    const { log, plan } = replay({ nodes: chain }, { from: 'c' })
    const again = atOnce(replayPrefix({ recording: atOnce(readRecording(plan, log)), plan, started: { ...started, executionId: 'e3' } }))
    expect(again.events.slice(1)).toMatchObject([
      { taken: { executionId: 'e1' } },
      { taken: { executionId: 'e1' } },
      { taken: { executionId: 'e2' } },
    ])
  })

  test('[V2] holds the attempts, timers and signals of what is kept, which come to the same', () => {
    const nodes: Nodes = {
      a: { retry: { attempts: 3, delay: '1s' }, next: 'b' },
      b: { next: 'c' },
      c: { next: 'd' },
      d: { timeout: '5s', next: { timeout: 'e' } },
      e: {},
    }
    const answer: Answer = (step, _node, attempt, memory): Outcome => {
      if (step === 'a' && attempt < 3) return { error: { class: 'retryable', code: `NO_${attempt}` } }
      if (step === 'b') return { wait: { type: 'signal', channel: 'event', key: 'k' }, signal: { data: 'yes', by: 'ann' } }
      if (step === 'c' && memory === undefined) return { wait: { type: 'again', until: 30_000, memory: 1 } }
      return step === 'd' ? { hangs: true } : {}
    }
    const { prefix, ran, history, recording } = replay({ nodes, answer }, { from: 'e' })
    expect(ran).toEqual(['e'])
    expect(prefix.kept).toEqual(['a', 'b', 'c', 'd'])
    const outcomes = outcomesIn(planOf(nodes), recording.events)
    for (const { step, status, port = null, output = null } of history.steps) expect([status, port, output]).toEqual(outcomes.get(step))
    expect(history.steps[0]?.attempts.map(({ error }) => error?.code)).toEqual(['NO_1', 'NO_2', undefined])
    expect(history.steps[1]).toMatchObject({ output: 'yes', by: 'ann' })
  })

  test('[V2] leaves out what was canceled while it ran, waited or retried', () => {
    const nodes: Nodes = { a: {}, b: { retry: { attempts: 2, delay: '1h' } }, c: {}, d: {} }
    const answer: Answer = (step, _node, attempt): Outcome => {
      if (step === 'b' && attempt === 1) return { error: {} }
      if (step === 'c') return { wait: { type: 'time', until: 9_000_000, output: 1 } }
      return {}
    }
    const { prefix, ran } = replay({ nodes, answer, cancelAfter: 4 })
    expect(prefix.kept).toEqual(['a'])
    expect(ran.slice(0, 3)).toEqual(['b', 'c', 'd'])
  })

  test('[V2] is marked in the history, scopes that came to their end by it too', () => {
    const nodes: Nodes = { each: { type: 'for-each', with: { items: [1, 2] }, nodes: { x: {} }, next: 'z' }, z: {} }
    const { history } = replay({ nodes }, { from: 'z' })
    expect(history.steps.map(({ step, taken }) => [step, taken?.executionId])).toEqual([
      ['each', 'e1'],
      ['each[0].x', 'e1'],
      ['each[1].x', 'e1'],
      ['z', undefined],
    ])
  })
})

describe('a chosen step', () => {
  test('[V3] is run again with all that can follow from it, and nothing beside it', () => {
    const nodes: Nodes = { a: { next: ['b', 'x'] }, b: { next: 'c' }, c: { next: 'd' }, x: { next: 'd' }, d: {} }
    const { ran, prefix } = replay({ nodes }, { from: 'b' })
    expect(ran).toEqual(['b', 'c', 'd'])
    expect(prefix.kept).toEqual(['a', 'x'])
  })

  test('[V3] takes along a join that another path could have fired', () => {
    const nodes: Nodes = { a: {}, b: { next: 'j' }, c: { next: 'j' }, j: { join: 'any' } }
    expect(replay({ nodes }, { from: 'b' }).ran.toSorted()).toEqual(['b', 'j'])
  })

  test('[V3] inside an iteration leaves the other iterations and what was before, and what follows the scope is run again', () => {
    const nodes: Nodes = {
      a: { next: 'each' },
      each: { type: 'for-each', with: { items: [1, 2, 3], concurrency: 3 }, nodes: { x: { next: 'y' }, y: {} }, next: 'z' },
      z: {},
    }
    const { ran, state } = replay({ nodes }, { from: 'each[1].y' })
    expect(ran).toEqual(['each[1].y', 'z'])
    expect(state.status).toBe('success')
  })

  test('[V3] of a loop keeps the rounds before it', () => {
    const nodes: Nodes = { l: { type: 'loop', with: { while: '{{ index < 4 }}' }, nodes: { x: {}, y: {} } } }
    expect(replay({ nodes }, { from: 'l[2].x' }).ran).toEqual(['l[2].x', 'l[3].x', 'l[3].y'])
  })

  test('[V3] in catch keeps the failure that led there', () => {
    const nodes: Nodes = { t: { type: 'try', nodes: { a: {} }, catch: { c: {} }, finally: { f: {} } } }
    const answer: Answer = (step) => (step === 't.a' ? fatal : {})
    const { ran, prefix } = replay({ nodes, answer }, { from: 't.catch.c' })
    expect(ran).toEqual(['t.catch.c', 't.finally.f'])
    expect(prefix.kept).toEqual(['t.a'])
  })

  test('[V3] in finally keeps the failure of the body, though that ended the execution, where nothing else leads there', () => {
    const nodes: Nodes = { t: { type: 'try', nodes: { a: {} }, finally: { f: {} } } }
    const { ran, state } = replay({ nodes, answer: (step) => (step === 't.a' ? fatal : {}) }, { from: 't.finally.f' })
    expect(ran).toEqual(['t.finally.f'])
    expect(state.error?.step).toBe('t.a')
  })

  test('[V3] that is a scope is run whole', () => {
    const nodes: Nodes = { a: { next: 'each' }, each: { type: 'for-each', with: { items: [1, 2] }, nodes: { x: {} } } }
    expect(replay({ nodes }, { from: 'each' }).ran).toEqual(['each[0].x', 'each[1].x'])
  })

  test('[V3] that no edge led to says what became of it', () => {
    const nodes: Nodes = { a: { type: 'choice', next: { b: 'n' } }, n: {} }
    expect(replay({ nodes }, { from: 'n' }).prefix.target).toMatchObject({ status: 'skipped', reason: 'a left by a' })
    expect(replay({ nodes }, { from: 'nobody' }).prefix.target).toBeUndefined()
  })
})

test('[V5] an iteration that had its turn later, because the chosen one holds its place, is kept', () => {
  const items = Array.from({ length: 9 }, (_, index) => index)
  const nodes: Nodes = { each: { type: 'for-each', with: { items, concurrency: 2 }, nodes: { x: { next: 'y' }, y: {} } } }
  expect(replay({ nodes }, { from: 'each[3].x' }).ran).toEqual(['each[3].x', 'each[3].y'])
})

test('[V9] a called execution whose outcome is kept is not awaited, one that had not ended is called anew', () => {
  const call = { wait: { type: 'call', executionId: 'child', workflow: 'w', inputs: {} } } as const
  const nodes: Nodes = { a: { next: 'b' }, b: {} }
  const kept = replay({ nodes, answer: (step) => (step === 'a' ? call : {}) }, { from: 'b' })
  expect(kept.ran).toEqual(['b'])
  expect(kept.history.steps[0]?.output).toBe('called')
  const { ran } = replay({
    nodes,
    answer: (step) => (step === 'a' ? { ...call, isSilent: true } : {}),
    answerThen: () => ({}),
    cancelAfter: 2,
  })
  expect(ran).toEqual(['a', 'b'])
})
