import { expect, test } from 'vitest'
import { relabelLayout } from './relabel-layout.ts'

test('what is placed stays where it is when a scope gets another id', () => {
  const layout = {
    nodes: { each: { x: 1, y: 2 }, 'each.ship': { x: 3, y: 4 }, each_other: { x: 5, y: 6 } },
    collapsed: { each: true as const },
    groups: { g: { title: 'All', nodes: ['each.ship', 'tell'] }, h: { title: 'Other', nodes: ['tell'] } },
  }
  expect(relabelLayout(layout, 'each', 'all')).toEqual({
    nodes: { each: null, all: { x: 1, y: 2 }, 'each.ship': null, 'all.ship': { x: 3, y: 4 } },
    collapsed: { each: null, all: true },
    groups: { g: { title: 'All', nodes: ['all.ship', 'tell'] } },
  })
  expect(relabelLayout(layout, 'tell_all', 'x')).toBeUndefined()
})
