import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import { nodesOf, outcomesOf, randomGraph, randomScopes, uniqueNodes } from '../testing/random-nodes.ts'
import { fold, type Outcome, type Simulation, simulate, stateText } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import { testScale } from '../testing/test-scale.ts'
import { editInput } from './edit-input.ts'
import type { ExecutionEvent, ExecutionStarted } from './event.ts'
import { readHistory } from './history.ts'
import { atOnce } from './piecewise.ts'
import { type Recording, readRecording } from './recorded-steps.ts'
import { type ReplayPrefix, type ReplayRequest, replayPrefix } from './replay-prefix.ts'
import { nodeIdOf, pathsAfter, stepAndScopes } from './step-path.ts'

const started: ExecutionStarted = {
  type: 'execution-started',
  at: 500_000,
  executionId: 'e2',
  workflow: { id: 'test', version: 1 },
  trigger: { id: 'manual', type: 'manual', data: {} },
  inputs: {},
  vars: {},
  env: {},
}

type Answer = NonNullable<Simulation['answer']>
type Nodes = Record<string, TestNode>

interface Case {
  readonly nodes: Nodes
  readonly answer?: Answer
  /** What the workflow is by the time of the replay. */
  readonly edited?: Nodes
  readonly answerThen?: Answer
  readonly cancelAfter?: number
  readonly cancelHow?: 'cancel' | 'clean-up'
  readonly settings?: Parameters<typeof planOf>[1]
}

/** Runs the nodes, takes what is kept, and runs the rest. */
function replay(
  { nodes, answer = () => ({}), edited = nodes, answerThen = answer, cancelAfter, cancelHow = 'cancel', settings }: Case,
  choice: Pick<ReplayRequest, 'from' | 'outputs'> = {},
) {
  const interrupt = (count: number) => (cancelAfter !== undefined && count >= cancelAfter ? cancelHow : undefined)
  const before = simulate(planOf(nodes, settings), { answer, interrupt })
  const recording = atOnce(readRecording(planOf(nodes, settings), before.log))
  const plan = planOf(edited, settings)
  const prefix = atOnce(replayPrefix({ recording, plan, started, ...choice }))
  return { recording, plan, prefix, ...goOn(plan, prefix, answerThen) }
}

function goOn(plan: Plan, prefix: ReplayPrefix, answer: Answer, pick?: Simulation['pick']) {
  const ran: string[] = []
  const { state, log } = simulate(plan, { answer, begins: prefix.events, onRun: (step) => ran.push(step), ...(pick && { pick }) })
  return { ran, state, log, history: readHistory(plan, log) }
}

function outcomesIn(plan: Plan, log: readonly ExecutionEvent[]): ReadonlyMap<string, Json> {
  return new Map(readHistory(plan, log).steps.map(({ step, status, port = null, output = null }) => [step, [status, port, output]]))
}

const fatal: Outcome = { error: { class: 'fatal' } }
const chain: Nodes = { a: { next: 'b' }, b: { next: 'c' }, c: {} }

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

test('[V5] an iteration that had its turn later, because the chosen one holds its place, is kept', () => {
  const items = Array.from({ length: 9 }, (_, index) => index)
  const nodes: Nodes = { each: { type: 'for-each', with: { items, concurrency: 2 }, nodes: { x: { next: 'y' }, y: {} } } }
  expect(replay({ nodes }, { from: 'each[3].x' }).ran).toEqual(['each[3].x', 'each[3].y'])
})

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

describe('random workflows', () => {
  const runs = testScale(2_000)

  function expectKept(recording: Recording, plan: Plan, from: string, prefix: ReplayPrefix, ran: readonly string[]): void {
    const target = recording.steps.get(from)
    const follows = new Set(
      [...stepAndScopes(from)].flatMap((path) => {
        const node = plan.nodes.get(nodeIdOf(path))
        return node === undefined ? [] : pathsAfter(path, node)
      }),
    )
    const inside = (path: string) => [...stepAndScopes(path)].some((one) => follows.has(one) || one === from)
    for (const [path, { status, enteredBy }] of recording.steps) {
      const isBefore = enteredBy <= (target?.begunBy ?? 0) && (status === 'success' || status === 'failed')
      if (!isBefore || inside(path) || isNearFailure(recording, path) || plan.nodes.get(nodeIdOf(path))?.scope !== undefined) continue
      expect(prefix.kept).toContain(path)
      expect(ran).not.toContain(path)
    }
    for (const path of prefix.kept) expect(ran).not.toContain(path)
    const before = outcomesIn(plan, recording.events)
    const after = outcomesIn(plan, prefix.events)
    for (const path of prefix.kept)
      if (plan.nodes.get(nodeIdOf(path))?.scope === undefined) expect(after.get(path)).toEqual(before.get(path))
  }

  /** The ends of the original and of each replay. */
  function replayAll(plan: Plan, answer: Answer, picks: Iterator<number>): readonly string[] {
    const pick = (count: number) => picks.next().value % count
    const { log, state } = simulate(plan, { answer, pick })
    const recording = atOnce(readRecording(plan, log))
    const ends: string[] = [state.status]
    for (const [from, { status }] of recording.steps) {
      if (status === 'skipped') continue
      const prefix = atOnce(replayPrefix({ recording, plan, started, from }))
      const isScope = plan.nodes.get(nodeIdOf(from))?.scope !== undefined
      if (!isScope) expect(prefix.target?.status, from).toBe('running')
      const again = goOn(plan, prefix, answer, pick)
      ends.push(again.state.status)
      expectKept(recording, plan, from, prefix, again.ran)
    }
    return ends
  }

  test('[V3] of any step: what was before it is kept with its outputs, it is run, and the end is as before', () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), (sketch, picks) => {
        const answer = outcomesOf(sketch)
        expect(new Set(replayAll(planOf(nodesOf(sketch)), (_step, node) => answer(node), picks)).size).toBe(1)
      }),
      { numRuns: runs },
    )
  })

  test('[V3] of any step in nested scopes too', () => {
    fc.assert(
      fc.property(randomScopes(2), fc.infiniteStream(fc.nat()), fc.nat(1000), (nodes, picks, seed) => {
        // Which end it comes to may depend on who is first, where a for-each ends early.
        const ends = replayAll(planOf(uniqueNodes(nodes)), (step) => (isUnlucky(step, seed) ? fatal : {}), picks)
        for (const end of ends) expect(['success', 'failed']).toContain(end)
      }),
      { numRuns: Math.ceil(runs / 16) },
    )
  })

  test('[V4] a retry runs no step again that had succeeded before the failure', () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), (sketch, picks) => {
        const answer = outcomesOf(sketch)
        const plan = planOf(nodesOf(sketch))
        const { log, state } = simulate(plan, { answer: (_step, node) => answer(node), pick: (count) => picks.next().value % count })
        const recording = atOnce(readRecording(plan, log))
        const prefix = atOnce(replayPrefix({ recording, plan, started }))
        const { ran } = goOn(plan, prefix, (_step, node) => answer(node))
        for (const [path, { status }] of recording.steps) if (status === 'success') expect(ran).not.toContain(path)
        if (state.status === 'failed') expect(prefix.state.live.get(recording.failedStep ?? '')?.status).toBe('running')
      }),
      { numRuns: runs },
    )
  })
})

/** What shares a scope with the failure that ended it may follow from that, as `catch` and `finally` do. */
function isNearFailure({ failedStep }: Recording, path: string): boolean {
  if (failedStep === undefined) return false
  const scopes = new Set([...stepAndScopes(failedStep)].slice(1))
  return path === failedStep || [...stepAndScopes(path)].some((one) => scopes.has(one))
}

/** The same for the same step, whatever came before it. */
function isUnlucky(step: string, seed: number): boolean {
  let sum = seed
  for (const char of step) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 10_007
  return sum % 9 === 0
}
