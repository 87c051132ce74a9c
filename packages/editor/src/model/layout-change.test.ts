import { describe, expect, test } from 'vitest'
import { changedLayout, changeWithout, joinSteps, type LayoutStep, layoutDifference, layoutStep, undoLayout } from './layout-change.ts'
import type { Layout } from './layout-file.ts'

const note = { x: 0, y: 0, width: 240, height: 128, text: 'why' }
const layout: Layout = { nodes: { a: { x: 0, y: 0 }, b: { x: 8, y: 8 } }, notes: { n: note } }

function stepOf(from: Layout, change: Parameters<typeof layoutStep>[1]): LayoutStep {
  const step = layoutStep(from, change)
  if (step === undefined) throw new Error('It changes nothing.')
  return step
}

describe('a step of the layout', () => {
  const change = { nodes: { a: { x: 80, y: 0 }, c: { x: 1, y: 1 } }, notes: { n: null }, groups: { g: { title: 'Pay', nodes: ['a'] } } }
  const moved = changedLayout(layout, change)

  test('is taken back and made again, with what it added and took away', () => {
    const step = stepOf(layout, change)
    expect(undoLayout(moved, step)).toEqual({ layout, isHeld: false })
    expect(undoLayout(layout, { before: step.after, after: step.before }).layout).toEqual(moved)
  })

  test('leaves what somebody else has moved since, and says so', () => {
    const theirs = changedLayout(moved, { nodes: { a: { x: 500, y: 500 } } })
    const back = undoLayout(theirs, stepOf(layout, change))
    expect(back.isHeld).toBe(true)
    expect(back.layout.nodes).toEqual({ a: { x: 500, y: 500 }, b: { x: 8, y: 8 } })
    expect(back.layout.notes).toEqual({ n: note })
  })

  test('is none where everything stands there already', () => {
    expect(layoutStep(layout, { nodes: { a: { y: 0, x: 0 } }, collapsed: { gone: null } })).toBeUndefined()
  })

  test('is one with the step before it, from the first to the last place', () => {
    const first = stepOf(layout, { nodes: { a: { x: 80, y: 0 } } })
    const between = changedLayout(layout, first.after)
    const joined = joinSteps(first, stepOf(between, { nodes: { a: { x: 160, y: 0 }, b: null } }))
    expect(joined).toEqual({
      before: { nodes: { a: { x: 0, y: 0 }, b: { x: 8, y: 8 } } },
      after: { nodes: { a: { x: 160, y: 0 }, b: null } },
    })
  })
})

test('what makes one layout of another names only what differs', () => {
  const other: Layout = { nodes: { a: { x: 0, y: 0 }, b: { x: 9, y: 8 } }, collapsed: { a: true } }
  expect(layoutDifference(layout, other)).toEqual({ nodes: { b: { x: 9, y: 8 } }, collapsed: { a: true }, notes: { n: null } })
  expect(layoutDifference(layout, structuredClone(layout))).toBeUndefined()
})

test('a change goes without the entries that another one is about', () => {
  expect(changeWithout({ nodes: { a: null, b: null } }, { nodes: { b: { x: 1, y: 1 } } })).toEqual({ nodes: { a: null } })
  expect(changeWithout({ nodes: { a: null } }, undefined)).toEqual({ nodes: { a: null } })
})
