import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../graph/plan.ts'
import { nodesOf, outcomesOf, randomGraph, randomScopes, type Sketch, uniqueNodes } from '../testing/random-nodes.ts'
import { referenceStatuses } from '../testing/reference-model.ts'
import { fold, type Interrupt, type Outcome, simulate, stateText } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import { testScale } from '../testing/test-scale.ts'
import type { ExecutionEvent } from './event.ts'
import { readHistory } from './history.ts'
import { standingCommands } from './resume.ts'
import { waitSentence } from './wait-sentence.ts'

const runs = testScale(5_000)

describe('random graphs in random orders', () => {
  test('[P4] each ends as the reference model says, whatever the order', () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), (sketch, picks) => {
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
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), fc.nat(20), (sketch, picks, when) => {
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
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), interruptions('pause', 'resume'), (sketch, picks, interrupt) => {
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

  test('[Q3] places given up and back at any moments change nothing but the order', () => {
    const interrupts = interruptions('release', 'admit', 'pause', 'resume')
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), interrupts, fc.boolean(), (sketch, picks, interrupt, isQueued) => {
        const nodes = nodesOf(sketch)
        const answer = outcomesOf(sketch)
        const { state, changes, commands, log } = simulate(planOf(nodes), {
          answer: (_step, node) => answer(node),
          pick: (count) => picks.next().value % count,
          interrupt,
          isQueued,
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
        randomScopes(3),
        fc.infiniteStream(fc.nat()),
        interruptions('pause', 'resume', 'release', 'admit', 'clean-up', 'clean-up', 'cancel'),
        (nodes, picks, interrupt) => {
          const plan = planOf(uniqueNodes(nodes))
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
      fc.property(randomScopes(3), fc.infiniteStream(fc.nat()), (nodes, picks) => {
        const { state, changes } = simulate(planOf(uniqueNodes(nodes)), {
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

describe('at any moment of a random execution', () => {
  /** After each event, and not only at the end. */
  function expectReasons(plan: Plan, log: readonly ExecutionEvent[]): void {
    for (let length = 1; length <= log.length; length++) {
      const { live } = fold(plan, log.slice(0, length)).state
      const { steps } = readHistory(plan, log.slice(0, length))
      const explained = steps.filter(({ waitsFor }) => waitsFor !== undefined)
      expect(explained.map(({ step }) => step).sort()).toEqual([...live.keys()].sort())
      for (const { waitsFor } of explained) expect(waitsFor && waitSentence(waitsFor, 60_000)).toMatch(/\w{4}/)
    }
  }

  test('every step that has begun and not settled has one reason, and no other has any', () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.nat()), interruptions('pause'), (sketch, picks, interrupt) => {
        const plan = planOf(nodesOf(sketch))
        const answer = outcomesOf(sketch)
        const pick = (count: number) => picks.next().value % count
        expectReasons(plan, simulate(plan, { answer: (_step, node) => answer(node), pick, interrupt }).log)
      }),
      { numRuns: Math.ceil(runs / 10) },
    )
  })

  test('so has every scope', () => {
    fc.assert(
      fc.property(randomScopes(2), fc.infiniteStream(fc.nat()), interruptions('pause'), (nodes, picks, interrupt) => {
        const plan = planOf(uniqueNodes(nodes))
        const { log } = simulate(plan, { pick: (count) => picks.next().value % count, interrupt })
        expectReasons(plan, log.slice(0, 40))
      }),
      { numRuns: Math.ceil(runs / 20) },
    )
  })
})

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
