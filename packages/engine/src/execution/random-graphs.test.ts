import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { referenceStatuses } from '../testing/reference-model.ts'
import { fold, type Interrupt, type Outcome, simulate, stateText } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import { testScale } from '../testing/test-scale.ts'
import { standingCommands } from './resume.ts'

const runs = testScale(5_000)

/** A random acyclic graph: node i may lead to later nodes only, by any of its ports. */
const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.array(
    fc.record({
      targets: fc.array(fc.record({ port: fc.constantFrom('a', 'b', 'c', 'error', 'default'), jump: fc.integer({ min: 1, max: 6 }) }), {
        maxLength: 4,
      }),
      join: fc.constantFrom('all', 'all', 'all', 'any'),
      disabled: fc.boolean(),
      onError: fc.constantFrom('fail', 'fail', 'fail', 'continue', 'skip', 'fallback'),
      outcome: fc.constantFrom('a', 'b', 'c', 'error', 'a', 'b'),
      before: fc.constantFrom('nothing', 'nothing', 'again', 'event', 'vain event'),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: size, maxLength: size },
  ),
)

type Sketch = typeof graph extends fc.Arbitrary<infer T> ? T : never

function nodesOf(sketch: Sketch): Record<string, TestNode> {
  return Object.fromEntries(
    sketch.map(({ targets, join, disabled, onError, attempts }, index) => {
      const next: Record<string, string[]> = {}
      for (const { port, jump } of targets) {
        if (index + jump >= sketch.length) continue
        next[port] = [...new Set([...(next[port] ?? []), `n${index + jump}`])]
      }
      return [
        `n${index}`,
        {
          type: 'choice',
          next,
          join: join as 'all' | 'any',
          disabled: disabled && index % 3 === 0,
          ...(onError === 'fallback' ? { fallback: '{{ error.code }}' } : { onError: onError as 'fail' | 'continue' | 'skip' }),
          retry: { attempts, delay: '1s' },
        },
      ]
    }),
  )
}

/** What a node comes to, and what it waits for before that; a wait in vain is a failure. */
function outcomesOf(sketch: Sketch): (node: string) => Outcome {
  return (node) => {
    const { outcome, before } = sketch[Number(node.slice(1))] ?? { outcome: 'a', before: 'nothing' }
    const end: Outcome = outcome === 'error' ? { error: { class: 'retryable' } } : { port: outcome }
    if (before === 'again') return { wait: { type: 'again', until: 50_000, memory: node }, comesTo: end }
    const wait = { type: 'signal', channel: 'event', key: node, until: 90_000 } as const
    if (before === 'event' && 'port' in end) return { wait, signal: { data: 1, port: outcome } }
    return before === 'vain event' && outcome === 'error' ? { wait, isSilent: true } : end
  }
}

describe('random graphs in random orders', () => {
  test('[P4] each ends as the reference model says, whatever the order', () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (sketch, picks) => {
        const nodes = nodesOf(sketch)
        const answer = outcomesOf(sketch)
        const { state, changes, commands, log } = simulate(planOf(nodes), {
          answer: (_step, node) => answer(node),
          pick: (count) => picks.next().value % count,
        })
        const reference = referenceStatuses(nodes, (node) => sketch[Number(node.slice(1))]?.outcome ?? 'a')
        expect(state.status).toBe(reference.failed ? 'failed' : 'success')
        const final = Object.fromEntries(changes.map(({ step, status }) => [step, status === 'timed_out' ? 'failed' : status]))
        if (!reference.failed) expect(final).toEqual(reference.statuses)
        expectInvariants({ commands, changes, sketch })
        expect(stateText(fold(planOf(nodes), log).state)).toBe(stateText(state))
      }),
      { numRuns: runs },
    )
  })

  test('[S2] a cancel at any moment ends any of them', () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), fc.nat(20), (sketch, picks, when) => {
        const answer = outcomesOf(sketch)
        const { state } = simulate(planOf(nodesOf(sketch)), {
          answer: (_step, node) => answer(node),
          pick: (count) => picks.next().value % count,
          interrupt: (count) => (count > when ? 'cancel' : undefined),
        })
        expect(['canceled', 'success', 'failed']).toContain(state.status)
        expect([state.live.size, state.timers.size, standingCommands(state).length]).toEqual([0, 0, 0])
      }),
      { numRuns: Math.ceil(runs / 5) },
    )
  })

  test('[H2] pauses at any moments change nothing but the order', () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), interruptions('pause', 'resume'), (sketch, picks, interrupt) => {
        const nodes = nodesOf(sketch)
        const answer = outcomesOf(sketch)
        const { state, changes, commands, log } = simulate(planOf(nodes), {
          answer: (_step, node) => answer(node),
          pick: (count) => picks.next().value % count,
          interrupt,
        })
        const reference = referenceStatuses(nodes, (node) => sketch[Number(node.slice(1))]?.outcome ?? 'a')
        expect(state.status).toBe(reference.failed ? 'failed' : 'success')
        expectInvariants({ commands, changes, sketch })
        expect(stateText(fold(planOf(nodes), log).state)).toBe(stateText(state))
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('[K4] whatever is paused, resumed, canceled and cleaned up in nested scopes, all of it ends, once', () => {
    fc.assert(
      fc.property(
        scopes(3),
        fc.infiniteStream(fc.nat()),
        interruptions('pause', 'resume', 'clean-up', 'clean-up', 'cancel'),
        (nodes, picks, interrupt) => {
          const plan = planOf(unique(nodes))
          const answers = new Map<string, Outcome>()
          const { state, log, commands, changes } = simulate(plan, {
            answer(step) {
              const outcome = answers.get(step) ?? anyOutcome(picks.next().value)
              answers.set(step, outcome)
              return outcome
            },
            pick: (count) => picks.next().value % count,
            interrupt,
          })
          const isCanceled = log.some((event) => event.type === 'cancel-requested')
          expect(isCanceled ? ['canceled'] : ['success', 'failed']).toContain(state.status)
          const ends = changes.filter(({ status }) => !['running', 'waiting', 'retrying'].includes(status)).map(({ step }) => step)
          expect(new Set(ends).size).toBe(ends.length)
          expect(new Set(ends)).toEqual(new Set(changes.map(({ step }) => step)))
          expect(commands.findIndex((command) => command.type === 'end-execution')).toBe(commands.length - 1)
          expect([state.live.size, state.timers.size, standingCommands(state).length]).toEqual([0, 0, 0])
          expect(stateText(fold(plan, log).state)).toBe(stateText(state))
        },
      ),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('[P4] nested scopes come to an end in any order', () => {
    fc.assert(
      fc.property(scopes(3), fc.infiniteStream(fc.nat()), (nodes, picks) => {
        const { state, changes } = simulate(planOf(unique(nodes)), {
          answer: (step): Outcome => (picks.next().value % 7 === 0 && !step.includes('finally') ? { error: { class: 'fatal' } } : {}),
          pick: (count) => picks.next().value % count,
        })
        expect(['success', 'failed']).toContain(state.status)
        const settled = changes.filter(({ status }) => !['running', 'waiting', 'retrying'].includes(status)).map(({ step }) => step)
        expect(new Set(settled).size).toBe(settled.length)
      }),
      { numRuns: Math.ceil(runs / 5) },
    )
  })
})

/** What comes from outside, each at some number of events. */
function interruptions(...kinds: readonly Interrupt[]): fc.Arbitrary<(eventCount: number) => Interrupt | undefined> {
  return fc
    .array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.constantFrom(...kinds)), { minLength: 1, maxLength: 4 })
    .map((pairs) => (eventCount) => pairs.find(([at]) => at === eventCount)?.[1])
}

/** Some waits are longer than a clean-up may take. */
function anyOutcome(chance: number): Outcome {
  if (chance % 12 === 0) return { error: { class: 'fatal' } }
  return chance % 12 === 1 ? { wait: { type: 'time', until: chance % 200_000, output: 1 } } : {}
}

function expectInvariants({
  commands,
  changes,
  sketch,
}: {
  commands: readonly { type: string }[]
  changes: readonly { step: string; status: string; attempt?: number }[]
  sketch: Sketch
}): void {
  expect(commands.findIndex((command) => command.type === 'end-execution')).toBe(commands.length - 1)
  const settled = changes
    .filter(({ status }) => ['success', 'failed', 'skipped', 'canceled', 'timed_out'].includes(status))
    .map(({ step }) => step)
  expect(new Set(settled).size).toBe(settled.length)
  for (const change of changes) expect(change.attempt ?? 1).toBeLessThanOrEqual(sketch[Number(change.step.slice(1))]?.attempts ?? 1)
}

function scopes(depth: number): fc.Arbitrary<TestNode[]> {
  const task: fc.Arbitrary<TestNode> = fc
    .record({ onError: fc.constantFrom('fail', 'continue', 'skip') })
    .map(({ onError }) => ({ onError: onError as 'fail' | 'continue' | 'skip' }))
  const onItemError = fc.constantFrom('fail', 'continue', 'collect')
  if (depth === 0) return fc.array(task, { minLength: 1, maxLength: 3 })
  const inner = scopes(depth - 1).map((list) => Object.fromEntries(list.map((node, index) => [`x${index}`, node])))
  const node = fc.oneof(
    task,
    fc.record({ nodes: inner, size: fc.nat(4), concurrency: fc.integer({ min: 1, max: 3 }), onItemError, until: fc.nat(5) }).map(
      ({ nodes, size, concurrency, onItemError, until }): TestNode => ({
        type: 'for-each',
        nodes,
        with: { items: Array.from({ length: size }, (_, index) => index), concurrency, onItemError, until: `{{ index == ${until} }}` },
      }),
    ),
    fc
      .record({ nodes: inner, interval: fc.constantFrom('0s', '5s') })
      .map(({ nodes, interval }): TestNode => ({ type: 'loop', nodes, with: { while: '{{ index < 2 }}', interval } })),
    fc.record({ nodes: inner, catch: inner, finally: inner }).map((parts): TestNode => ({ type: 'try', ...parts })),
  )
  return fc.array(node, { minLength: 1, maxLength: 3 })
}

/** Gives every node of the tree an id of its own and chains the nodes of each section. */
function unique(list: readonly TestNode[], prefix = 'n'): Record<string, TestNode> {
  return Object.fromEntries(
    list.map((node, index) => {
      const id = `${prefix}${index}`
      const next = index + 1 < list.length && index % 2 === 0 ? { next: `${prefix}${index + 1}` } : {}
      const parts = Object.fromEntries(
        (['nodes', 'catch', 'finally'] as const).flatMap((part) =>
          node[part] ? [[part, unique(Object.values(node[part] ?? {}), `${id}${part[0]}`)]] : [],
        ),
      )
      return [id, { ...node, ...next, ...parts }]
    }),
  )
}
