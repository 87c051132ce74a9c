import { expect, test } from 'vitest'
import { changeLayout, relabelLayout } from './relabel-layout.ts'

test('what is placed stays where it is when a scope gets another id', () => {
  const layout = {
    nodes: { each: { x: 1, y: 2 }, 'each.ship': { x: 3, y: 4 }, each_other: { x: 5, y: 6 } },
    collapsed: { each: true as const },
    groups: { g: { title: 'All', nodes: ['each.ship', 'tell'] }, h: { title: 'Other', nodes: ['tell'] } },
  }
  const change = relabelLayout(layout, 'each', 'all')
  expect(change).toEqual({
    nodes: { each: null, all: { x: 1, y: 2 }, 'each.ship': null, 'all.ship': { x: 3, y: 4 } },
    collapsed: { each: null, all: true },
    groups: { g: { title: 'All', nodes: ['all.ship', 'tell'] } },
  })
  expect(changeLayout(layout, change ?? {})).toEqual({
    nodes: { all: { x: 1, y: 2 }, 'all.ship': { x: 3, y: 4 }, each_other: { x: 5, y: 6 } },
    collapsed: { all: true },
    groups: { g: { title: 'All', nodes: ['all.ship', 'tell'] }, h: { title: 'Other', nodes: ['tell'] } },
  })
  expect(relabelLayout(layout, 'tell_all', 'x')).toBeUndefined()
})
