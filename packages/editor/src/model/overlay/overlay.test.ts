import { describe, expect, test } from 'vitest'
import { readCanvas } from '../canvas.ts'
import { failedRun, runStart, runStep } from '../testing/order-run.ts'
import { orderText } from '../testing/order-text.ts'
import { testTypes } from '../testing/test-types.ts'
import { readText } from '../workflow-text.ts'
import { overlayOf, type Question } from './overlay.ts'
import { type RunView, readRun } from './run.ts'

const canvas = readCanvas(readText(orderText), testTypes)
const pinned = (question: Question = {}, view: RunView = failedRun()) => overlayOf(canvas, readRun(view, runStart + 1000), question)
const badges = (question?: Question) =>
  [...pinned(question).badges].map(([key, { status, runs }]) => `${key} ${status}${runs > 1 ? ` ×${runs}` : ''}`)

describe('an execution pinned on the canvas', () => {
  test('has a badge at each node that has begun', () => {
    expect(badges()).toEqual([
      'is_large success',
      'review skipped',
      'charge success',
      'each_line failed',
      'tell success',
      'ship failed ×2',
      'pack success',
    ])
    expect(pinned().badges.get('charge')).toMatchObject({ durationMs: 49, attempts: 1, runs: 1, failures: 0 })
    expect(pinned().badges.get('ship')).toMatchObject({ runs: 2, failures: 1, step: { step: 'each_line[1].ship' } })
  })

  test('says what flowed along each edge', () => {
    const { edges } = pinned()
    const state = (id: string) => `${edges.get(id)?.state} ${edges.get(id)?.count}`
    expect(state('trigger:placed>start>is_large')).toBe('carried 1')
    expect(state('trigger:nightly>start>is_large')).toBe('not-taken 0')
    expect(state('is_large>false>charge')).toBe('carried 1')
    expect(state('is_large>true>review')).toBe('not-taken 0')
    expect(state('charge>error>apologise')).toBe('not-taken 0')
    expect(state('ship>success>pack')).toBe('carried 1')
    // The last run of "ship" failed: what went along the edge is of the one before.
    expect(edges.get('ship>success>pack')?.step?.step).toBe('each_line[0].ship')
  })

  test('shows the way to what failed, through the scopes around it', () => {
    expect([...pinned().errorPath].sort()).toEqual(
      ['charge', 'charge>success>each_line', 'each_line', 'is_large', 'is_large>false>charge', 'ship'].sort(),
    )
    expect(pinned({ cursor: { by: 'step', count: 3 } }).errorPath.size).toBe(0)
    expect(pinned({}, { ...failedRun(), status: 'success' }).errorPath.size).toBe(0)
  })

  test('can be looked at step by step', () => {
    expect(badges({ cursor: { by: 'step', count: 2 } })).toEqual(['is_large success', 'review skipped'])
    expect(pinned({ cursor: { by: 'step', count: 2 } })).toMatchObject({ begun: 2, total: 8 })
    expect(badges({ cursor: { by: 'step', count: 0 } })).toEqual([])
  })

  test('goes on in a scope until the last step inside it has begun', () => {
    expect(badges({ cursor: { by: 'step', count: 5 } })).toContain('each_line running')
    expect(badges({ cursor: { by: 'step', count: 8 } })).toContain('each_line failed')
  })

  test('can be looked at at a time, when some of it still ran', () => {
    const at = { cursor: { by: 'time', atMs: runStart + 70 } } as const
    expect(badges(at)).toEqual([
      'is_large success',
      'review skipped',
      'charge success',
      'each_line running',
      'tell success',
      'ship running',
    ])
    expect(pinned(at).badges.get('ship')).toMatchObject({ durationMs: undefined, items: undefined })
    expect(pinned(at).edges.get('ship>success>pack')?.state).toBe('waiting')
  })

  test('lets one iteration be chosen', () => {
    expect(pinned().turns.get('each_line')).toEqual([
      { index: 0, status: 'success' },
      { index: 1, status: 'failed' },
    ])
    const first = pinned({ turns: new Map([['each_line', 0]]) })
    expect(first.badges.get('ship')).toMatchObject({ status: 'success', runs: 1, items: 3, step: { step: 'each_line[0].ship' } })
    expect(pinned({ turns: new Map([['each_line', 1]]) }).badges.has('pack')).toBe(false)
  })

  test('counts what ran, not what was skipped, and shows the latest that ran', () => {
    const steps = ['success', 'failed', 'skipped'].map((status, index) => runStep(`each_line[${index}].pack`, index, index, { status }))
    const view = { ...failedRun(), steps: [...failedRun().steps.slice(0, 4), ...steps] }
    expect(pinned({}, view).badges.get('pack')).toMatchObject({ status: 'failed', runs: 2, failures: 1 })
    expect(pinned({ turns: new Map([['each_line', 2]]) }, view).badges.get('pack')).toMatchObject({ status: 'skipped', runs: 0 })
    const later = { ...view, steps: [...view.steps, runStep('apologise', 300, 301)] }
    expect(pinned({ cursor: { by: 'step', count: 7 } }, later).badges.get('pack')).toMatchObject({ status: 'skipped' })
  })

  test('has the iterations of an inner scope as those of the outer one that is looked at', () => {
    const steps = ['outer[0].inner[0].a', 'outer[0].inner[1].a', 'outer[1].inner[0].a'].map((path, index) =>
      runStep(path, index, index + 1),
    )
    const inner = (turns?: ReadonlyMap<string, number>) => {
      const { turns: found } = pinned(turns && { turns }, { ...failedRun(), status: 'success', error: undefined, steps })
      return [found.get('outer')?.length, found.get('inner')?.length]
    }
    expect(inner()).toEqual([2, 2])
    expect(inner(new Map([['outer', 1]]))).toEqual([2, 1])
  })

  test('says when the workflow has changed since, or nothing was recorded', () => {
    expect(pinned().notice).toBeUndefined()
    const other = { ...failedRun(), steps: [...failedRun().steps, runStep('gone', 210, 220)] }
    expect(pinned({}, other)).toMatchObject({ shown: 8, notice: '8 of 9 steps are on this version: the workflow has changed since.' })
    expect(pinned({}, { ...failedRun(), steps: [] }).notice).toMatch(/^Nothing was recorded/)
  })
})
