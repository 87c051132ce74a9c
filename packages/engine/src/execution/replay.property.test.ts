import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan } from '../graph/plan.ts'
import { nodesOf, outcomesOf, randomGraph, randomScopes, uniqueNodes } from '../testing/random-nodes.ts'
import { type Answer, fatal, goOn, outcomesIn, started } from '../testing/replay.ts'
import { simulate } from '../testing/simulate.ts'
import { planOf } from '../testing/test-catalog.ts'
import { testScale } from '../testing/test-scale.ts'
import { atOnce } from './piecewise.ts'
import { type Recording, readRecording } from './recorded-steps.ts'
import { type ReplayPrefix, replayPrefix } from './replay-prefix.ts'
import { nodeIdOf, pathsAfter, stepAndScopes } from './step-path.ts'

describe('random workflows', { timeout: 600_000 }, () => {
  const runs = testScale(1_200)

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
      { numRuns: Math.ceil(runs / 10) },
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
